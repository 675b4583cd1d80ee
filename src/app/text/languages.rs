//! The names of languages, which the browser knows (`Intl.DisplayNames`), and their codes.

use super::name_of;

/// The codes of ISO 639-1, two letters each. Others are known by their code.
const CODES: &str = "aaabaeafakamanarasavayazbabebgbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleneoeseteufafffifj\
fofrfygagdglgngugvhahehihohrhthuhyhziaidieigiiikioisitiujajvkakgkikjkkklkmknkokrkskukvkwkylalblglilnloltlulvmg\
mhmimkmlmnmrmsmtmynanbndnengnlnnnonrnvnyocojomorospapiplpsptqurmrnrorurwsascsdsesgsiskslsmsnsosqsrssstsusvswta\
tetgthtitktltntotrtstttwtyugukuruzvevivowawoxhyiyozazhzu";

/// The code of a language that is named in the reader's language, or by its code (BCP 47, "pt-BR"); nothing for what is
/// neither. `known` are codes beyond those of two letters whose names may stand there: those that somebody has already.
pub fn code_of(name: &str, known: &[String]) -> Option<String> {
    let wanted = name.to_lowercase();
    let all = (0..CODES.len() / 2).map(|i| &CODES[2 * i..2 * i + 2]);
    let mut all = known.iter().map(String::as_str).chain(all);
    let named = all.find(|code| name_of("language", code).to_lowercase() == wanted);
    // A browser does not know the names of all: what looks like a code is taken for one.
    let is_code = || {
        let (primary, rest) = name.split_once('-').unwrap_or((name, "x"));
        let is_step = |step: &str| (1..=8).contains(&step.len()) && step.bytes().all(|b| b.is_ascii_alphanumeric());
        (2..=3).contains(&primary.len())
            && primary.bytes().all(|b| b.is_ascii_lowercase())
            && rest.split('-').all(is_step)
    };
    named.map(str::to_owned).or_else(|| is_code().then(|| name.to_owned()))
}

/// The names of languages by their codes, as a person writes them in a row.
pub fn names_of(codes: &[String]) -> String {
    codes.iter().map(|code| name_of("language", code)).collect::<Vec<_>>().join(", ")
}
