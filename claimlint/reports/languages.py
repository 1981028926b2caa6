"""What the languages of most pages are called, so that few runs have to load Babel for a name. From CLDR, as Babel has them."""

from __future__ import annotations

TAGS = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk "
    "km kn ko ku lo lt lv mk ml mn mr ms my nb ne nl nn no pa pl ps pt ro ru sk sl sq sr sv sw ta te th tr uk ur uz "
    "vi yi zh zu"
).split()
# By the language of the reader, in the order of the tags.
_NAMES = {
    "en": (
        "Afrikaans|Amharic|Arabic|Azerbaijani|Belarusian|Bulgarian|Bangla|Bosnian|Catalan|Czech|Welsh|Danish|"
        "German|Greek|English|Spanish|Estonian|Basque|Persian|Finnish|Filipino|French|Irish|Galician|"
        "Gujarati|Hebrew|Hindi|Croatian|Hungarian|Armenian|Indonesian|Icelandic|Italian|Japanese|Georgian|"
        "Kazakh|Khmer|Kannada|Korean|Kurdish|Lao|Lithuanian|Latvian|Macedonian|Malayalam|Mongolian|Marathi|"
        "Malay|Burmese|Norwegian Bokmål|Nepali|Dutch|Norwegian Nynorsk|Norwegian|Punjabi|Polish|Pashto|"
        "Portuguese|Romanian|Russian|Slovak|Slovenian|Albanian|Serbian|Swedish|Swahili|Tamil|Telugu|Thai|"
        "Turkish|Ukrainian|Urdu|Uzbek|Vietnamese|Yiddish|Chinese|Zulu"
    ),
    "he": (
        "אפריקאנס|אמהרית|ערבית|אזרית|בלארוסית|בולגרית|בנגלית|בוסנית|קטלאנית|צ׳כית|וולשית|דנית|גרמנית|יוונית|"
        "אנגלית|ספרדית|אסטונית|בסקית|פרסית|פינית|פיליפינית|צרפתית|אירית|גליציאנית|גוג׳ארטי|עברית|הינדי|"
        "קרואטית|הונגרית|ארמנית|אינדונזית|איסלנדית|איטלקית|יפנית|גאורגית|קזחית|חמרית|קנאדה|קוריאנית|כורדית|"
        "לאו|ליטאית|לטבית|מקדונית|מליאלאם|מונגולית|מראטהית|מלאית|בורמזית|נורווגית ספרותית|נפאלית|הולנדית|"
        "נורווגית חדשה|נורווגית|פנג׳אבי|פולנית|פאשטו|פורטוגזית|רומנית|רוסית|סלובקית|סלובנית|אלבנית|סרבית|"
        "שוודית|סווהילי|טמילית|טלוגו|תאית|טורקית|אוקראינית|אורדו|אוזבקית|וייטנאמית|יידיש|סינית|זולו"
    ),
    "ar": (
        "الأفريقانية|الأمهرية|العربية|الأذربيجانية|البيلاروسية|البلغارية|البنغالية|البوسنية|الكتالانية|"
        "التشيكية|الويلزية|الدانمركية|الألمانية|اليونانية|الإنجليزية|الإسبانية|الإستونية|الباسكية|الفارسية|"
        "الفنلندية|الفلبينية|الفرنسية|الأيرلندية|الجاليكية|الغوجاراتية|العبرية|الهندية|الكرواتية|الهنغارية|"
        "الأرمنية|الإندونيسية|الأيسلندية|الإيطالية|اليابانية|الجورجية|الكازاخستانية|الخميرية|الكانادا|"
        "الكورية|الكردية|اللاوية|الليتوانية|اللاتفية|المقدونية|المالايالامية|المنغولية|الماراثية|الماليزية|"
        "البورمية|النرويجية بوكمال|النيبالية|الهولندية|النرويجية نينورسك|النرويجية|البنجابية|البولندية|"
        "البشتو|البرتغالية|الرومانية|الروسية|السلوفاكية|السلوفانية|الألبانية|الصربية|السويدية|السواحلية|"
        "التاميلية|التيلوغوية|التايلاندية|التركية|الأوكرانية|الأوردية|الأوزبكية|الفيتنامية|اليديشية|الصينية|"
        "الزولو"
    ),
}


def common_name(language: str, reader: str) -> str:
    """What a language (by its code, without region) is called in that of the reader; "" where it isn't one of these."""
    if language not in TAGS or reader not in _NAMES:
        return ""
    return _NAMES[reader].split("|")[TAGS.index(language)]
