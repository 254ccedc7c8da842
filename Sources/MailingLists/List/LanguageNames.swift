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

    /// All codes of two letters (ISO 639-1).
    static let codes = words(
        """
        aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
        eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv
        ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne
        ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss
        st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
        """)

    /// Countries by three letters (ISO 3166-1), which languages of the same code are seldom meant by.
    static let countries = words(
        """
        ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM
        BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR
        CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB
        GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA
        JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA
        MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR
        NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS
        SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON
        TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
        """)

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map { String($0) })
    }

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
