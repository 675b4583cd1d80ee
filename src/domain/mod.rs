//! The programme itself.

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_yet() {}
}
