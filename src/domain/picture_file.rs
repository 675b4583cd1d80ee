//! What the file of a picture says of itself, before a browser has opened it: how large it is, whether all of it is there, and how
//! its camera was held where browsers do not look for that. Read for what browsers do not tell; to open it is theirs.

/// What a file says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureFile {
    /// How wide and how high it is, in pixels, as they lie in the file.
    pub size: Option<(u32, u32)>,
    /// Whether its end is missing.
    pub is_cut_off: bool,
    /// Whether it is in the format of Apple's cameras (HEIF, ISO/IEC 23008-12), whatever it is called.
    pub is_heic: bool,
    /// How a WebP is to be turned, from 2 to 8 (Exif 2.32, tag "Orientation"); browsers that turn JPEG do not all turn this.
    pub webp_orientation: Option<u8>,
}

/// Looks at the bytes of a file. What is no picture says nothing.
pub fn look(bytes: &[u8]) -> PictureFile {
    if bytes.starts_with(b"\xff\xd8") {
        return jpeg(bytes);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let size = number(bytes, 16, 4).zip(number(bytes, 20, 4));
        return PictureFile { size, is_cut_off: !has(bytes, b"IEND"), ..PictureFile::default() };
    }
    match (bytes.get(..4), bytes.get(4..8), bytes.get(8..12)) {
        (Some(b"RIFF"), Some(length), Some(b"WEBP")) => webp(bytes, little(length)),
        (_, Some(b"ftyp"), Some(brand)) => PictureFile { is_heic: is_heic(bytes, brand), ..PictureFile::default() },
        _ => PictureFile::default(),
    }
}

fn has(bytes: &[u8], sign: &[u8]) -> bool {
    bytes.windows(sign.len()).any(|window| window == sign)
}

/// A number of so many bytes, the largest first.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    Some(bytes.get(at..at + length)?.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

/// A number, its smallest byte first.
fn little(bytes: &[u8]) -> usize {
    bytes.iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
}

/// JPEG (ISO/IEC 10918-1, annex B): segments, of which a frame says the size, up to the scan, which ends with a mark of its own.
/// Embedded thumbnails are skipped with their segment, and so is video after the end marker.
fn jpeg(bytes: &[u8]) -> PictureFile {
    let mut file = PictureFile { is_cut_off: true, ..PictureFile::default() };
    let mut at = 2;
    while let (Some(0xff), Some(mark)) = (bytes.get(at), bytes.get(at + 1)) {
        match mark {
            0xff => {
                at += 1;
                continue;
            }
            0xda => {
                file.is_cut_off = !has(&bytes[at..], b"\xff\xd9");
                break;
            }
            0xc0..=0xcf if !matches!(mark, 0xc4 | 0xc8 | 0xcc) => {
                file.size = number(bytes, at + 7, 2).zip(number(bytes, at + 5, 2));
            }
            _ => {}
        }
        let Some(length) = number(bytes, at + 2, 2) else { break };
        at += 2 + length as usize;
    }
    file
}

/// WebP: chunks of a name and a length, among them the size of an extended one and what a camera says.
fn webp(bytes: &[u8], length: usize) -> PictureFile {
    let mut file = PictureFile { is_cut_off: bytes.len() < length + 8, ..PictureFile::default() };
    let mut at = 12;
    while let (Some(name), Some(length)) = (bytes.get(at..at + 4), bytes.get(at + 4..at + 8)) {
        let (start, length) = (at + 8, little(length));
        let chunk = bytes.get(start..start + length).unwrap_or_default();
        match name {
            b"VP8X" if chunk.len() >= 10 => {
                let side = |at: usize| u32::try_from(little(&chunk[at..at + 3]) + 1).unwrap_or(u32::MAX);
                file.size = Some((side(4), side(7)));
            }
            b"EXIF" => file.webp_orientation = orientation(chunk.strip_prefix(b"Exif\0\0").unwrap_or(chunk)),
            _ => {}
        }
        at = start.saturating_add(length + length % 2);
    }
    file
}

/// The orientation in what a camera wrote (Exif, whose form is that of TIFF 6.0).
fn orientation(tiff: &[u8]) -> Option<u8> {
    let is_little = tiff.starts_with(b"II");
    let read = |at: usize, length: usize| {
        let bytes = tiff.get(at..at.checked_add(length)?)?;
        Some(if is_little { little(bytes) } else { number(bytes, 0, length)? as usize })
    };
    let first = read(4, 4)?;
    let entries = (0..read(first, 2)?).map(|i| first + 2 + i * 12);
    let value = entries
        .take_while(|at| *at < tiff.len())
        .find(|at| read(*at, 2) == Some(0x112))
        .and_then(|at| read(at + 8, 2))?;
    u8::try_from(value).ok().filter(|value| (2..=8).contains(value))
}

/// Whether the brands of such a file are of Apple's kind. AVIF, which browsers open, shares some of them.
fn is_heic(bytes: &[u8], brand: &[u8]) -> bool {
    let brands =
        number(bytes, 0, 4).and_then(|length| bytes.get(8..(length as usize).min(bytes.len()))).unwrap_or(brand);
    let has = |wanted: &[&[u8; 4]]| brands.chunks(4).any(|brand| wanted.iter().any(|one| one[..] == *brand));
    has(&[b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"]) && !has(&[b"avif", b"avis"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PHOTO: &[u8] = include_bytes!("../../tests/fixtures/photo-with-place.jpg");

    #[test]
    fn a_jpeg_says_its_size_and_where_it_ends() {
        let whole = look(PHOTO);
        assert!(whole.size.is_some() && !whole.is_cut_off, "{whole:?}");
        // A film behind it changes nothing.
        assert_eq!(look(&[PHOTO, b"ftypmp42 film"].concat()), whole);
        for part in [PHOTO.len() / 2, PHOTO.len() - 2] {
            assert!(look(&PHOTO[..part]).is_cut_off, "{part}");
        }
    }

    #[test]
    fn a_png_says_its_size() {
        let tile = include_bytes!("../../tests/fixtures/tile.png");
        assert!(look(tile).size.is_some() && !look(tile).is_cut_off);
        assert!(look(&tile[..tile.len() - 8]).is_cut_off);
    }

    #[test]
    fn apples_format_is_known_by_its_brands() {
        for (file, is_heic) in [
            (&b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..], true),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heix", true),
            (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", false),
            (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", false),
            (b"\0\0\0\x10ftyphevc", true),
        ] {
            assert_eq!(look(file).is_heic, is_heic, "{}", file.escape_ascii());
        }
    }

    #[test]
    fn a_webp_says_how_it_is_to_be_turned() {
        let exif = |orientation: u8| {
            [&b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"[..], &[orientation], b"\0\0\0\0\0\0"].concat()
        };
        for (told, known) in [(6, Some(6)), (1, None), (9, None)] {
            let extended = b"VP8X\x0a\0\0\0\x08\0\0\0\x01\0\0\0\0\0";
            let camera = [&b"EXIF"[..], &26u32.to_le_bytes(), &exif(told)].concat();
            let chunks = [&extended[..], &camera].concat();
            let length = u32::try_from(chunks.len() + 4).unwrap().to_le_bytes();
            let file = look(&[&b"RIFF"[..], &length, b"WEBP", &chunks].concat());
            assert_eq!(file, PictureFile { size: Some((2, 1)), webp_orientation: known, ..PictureFile::default() });
        }
    }

    proptest! {
        #[test]
        fn no_file_is_too_odd_to_look_at(
            head in prop::sample::select(vec![&b"\xff\xd8"[..], b"\x89PNG\r\n\x1a\n", b"RIFF\x40\0\0\0WEBP", b"RIFF\x40\0\0\0WEBPEXIF", b"\0\0\0\x18ftypmif1", b""]),
            rest in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            look(&[head, &rest].concat());
        }
    }
}
