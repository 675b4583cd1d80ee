//! The names of languages, which the browser knows (`Intl.DisplayNames`), and their codes.

use super::name_of;

/// The codes of ISO 639-1, two letters each. Others are known by their code.
const CODES: &str = "aaabaeafakamanarasavayazbabebgbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleneoeseteufafffifj\
fofrfygagdglgngugvhahehihohrhthuhyhziaidieigiiikioisitiujajvkakgkikjkkklkmknkokrkskukvkwkylalblglilnloltlulvmg\
mhmimkmlmnmrmsmtmynanbndnengnlnnnonrnvnyocojomorospapiplpsptqurmrnrorurwsascsdsesgsiskslsmsnsosqsrssstsusvswta\
tetgthtitktltntotrtstttwtyugukuruzvevivowawoxhyiyozazhzu";

/// The code of a language that is named in the reader's language, or by its code (BCP 47, "pt-BR"); nothing for what is
/// neither.
pub fn code_of(name: &str) -> Option<String> {
    let wanted = name.to_lowercase();
    let all = (0..CODES.len() / 2).map(|i| &CODES[2 * i..2 * i + 2]);
    let named = all.into_iter().find(|code| name_of("language", code).to_lowercase() == wanted);
    // A browser does not know the names of all: what looks like a code is taken for one.
    let is_code = || {
        let primary = name.split('-').next().unwrap_or_default();
        (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_lowercase()) && name.is_ascii()
    };
    named.map(str::to_owned).or_else(|| is_code().then(|| name.to_owned()))
}

/// The names of languages by their codes, as a person writes them in a row.
pub fn names_of(codes: &[String]) -> String {
    codes.iter().map(|code| name_of("language", code)).collect::<Vec<_>>().join(", ")
}
