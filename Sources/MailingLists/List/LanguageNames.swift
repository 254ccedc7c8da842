/// Languages as people and other systems call them: in English, in their own words, and by their codes of three letters
/// (ISO 639-2, whose two-letter sister BCP 47 wants).
enum LanguageNames {
    private static let table = """
        ar Arabic العربية ara; bg Bulgarian Български bul; bn Bengali বাংলা ben; bs Bosnian Bosanski bos;
        ca Catalan Català cat; cs Czech Čeština Česky ces cze; cy Welsh Cymraeg cym wel; da Danish Dansk dan;
        de German Deutsch Allemand Tedesco Alemán deu ger; el Greek Ελληνικά ell gre;
        en English Englisch Anglais Inglés Inglese eng; es Spanish Español Castellano Spanisch Espagnol spa;
        et Estonian Eesti est; eu Basque Euskara eus baq; fa Persian Farsi فارسی fas per; fi Finnish Suomi fin;
        fr French Français Französisch Francés Francese fra fre; ga Irish Gaeilge gle; gl Galician Galego glg;
        he Hebrew עברית heb iw; hi Hindi हिन्दी hin; hr Croatian Hrvatski hrv; hu Hungarian Magyar hun;
        hy Armenian Հայերեն hye arm; id Indonesian ind in; is Icelandic Íslenska isl ice;
        it Italian Italiano Italienisch Italien ita; ja Japanese 日本語 jpn; ka Georgian ქართული kat geo;
        ko Korean 한국어 kor; lt Lithuanian Lietuvių lit; lv Latvian Latviešu lav; mk Macedonian Македонски mkd mac;
        ms Malay Melayu msa may; mt Maltese Malti mlt; nb Bokmål nob; nl Dutch Nederlands Niederländisch nld dut;
        nn Nynorsk nno; no Norwegian Norsk nor; pl Polish Polski pol; pt Portuguese Português Portugiesisch por;
        ro Romanian Română ron rum; ru Russian Русский rus; sk Slovak Slovenčina slk slo;
        sl Slovenian Slovene Slovenščina slv; sq Albanian Shqip sqi alb; sr Serbian Српски Srpski srp;
        sv Swedish Svenska swe; sw Swahili Kiswahili swa; ta Tamil தமிழ் tam; th Thai ไทย tha; tr Turkish Türkçe tur;
        uk Ukrainian Українська ukr; ur Urdu اردو urd; vi Vietnamese TiếngViệt vie; zh Chinese 中文 汉语 zho chi
        """

    /// By their names as ``String/folded`` has them.
    static let tags: [String: String] = {
        var tags: [String: String] = ["simplifiedchinese": "zh-Hans", "traditionalchinese": "zh-Hant"]
        for line in table.split(separator: ";") {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            for word in words.dropFirst() { tags[word.folded] = words[0] }
        }
        return tags
    }()
}
