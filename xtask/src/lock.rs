//! Commands in the same checkout that must not run at the same time wait for one another.

use crate::tools::say;
use anyhow::{Context, Result};
use std::fs::{File, TryLockError, create_dir_all};
use std::path::Path;

/// Held as long as it is kept; the system gives it back when the process ends, however that is.
pub struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // What cannot be given back here is given back when the file is closed.
        let _ = self.0.unlock();
    }
}

/// For who builds a site: programs are made in folders that all sites share.
pub fn building() -> Result<Lock> {
    taken(Path::new("target/locks"), "builds a site")
}

/// For who runs tests: backends have ports of their own, and sites folders.
pub fn testing() -> Result<Lock> {
    taken(Path::new("target/locks"), "runs tests")
}

/// Takes the lock of who does this, and says for whom it waits if it has to.
fn taken(folder: &Path, does: &str) -> Result<Lock> {
    create_dir_all(folder)?;
    let path = folder.join(does.replace(' ', "-"));
    let file = File::create(&path).with_context(|| path.display().to_string())?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            say(&format!("another cargo xtask {does} in this checkout; waiting until it is done"));
            file.lock()?;
        }
        Err(TryLockError::Error(error)) => return Err(error).with_context(|| path.display().to_string()),
    }
    Ok(Lock(file))
}

#[cfg(test)]
mod tests {
    use super::taken;
    use std::fs::{File, TryLockError};

    #[test]
    fn what_one_holds_another_cannot_take() {
        let folder = std::env::temp_dir().join(format!("deskmates-lock-{}", std::process::id()));
        let first = taken(&folder, "is tested").expect("the first has it");
        let other = taken(&folder, "is something else").expect("another lock is free");
        let second = File::open(folder.join("is-tested")).expect("the lock is a file");
        assert!(matches!(second.try_lock(), Err(TryLockError::WouldBlock)));
        drop(other);
        assert!(matches!(second.try_lock(), Err(TryLockError::WouldBlock)));
        drop(first);
        assert!(second.try_lock().is_ok());
        std::fs::remove_dir_all(&folder).expect("the folder goes");
    }
}
