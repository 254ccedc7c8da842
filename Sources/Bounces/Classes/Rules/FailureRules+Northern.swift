extension FailureRules {
    /// Swedish, Danish, Norwegian.
    static let scandinavian = #"""
        rule sv-full
        words brevladan ar full | postladan ar full | inkorgen ar full | postkassen er full | innboksen er full
        words postkasse & er fuld | indbakke & fuld | postkassen er fuld | brevlada & full | postlada & full
        words e-postboks & full | postkasse & full | kvoten & overskred
        words brevladan & full$ | postladan & full$ | inkorgen & full$ | postboksen & full$ | postboks & full$ | postkasse & fyldt | postkassen & full$
        words kvoten & overskriden | innboksen & full$ | postkasse & fuld | utrymme & slut
        words overfull | overfyldt
        class full
        yes Mottagarens postlåda är full.
        yes Modtagerens postkasse er fuld.
        no Användaren finns inte

        rule sv-unknown
        words okand anvandare | anvandaren finns inte | okand mottagare | finns inte | hittades inte
        words gick inte att hitta | ukendt bruger | findes ikke | blev ikke fundet | ukendt modtager | kunne ikke findes
        words ukjent bruker | finnes ikke | ble ikke funnet | ukjent mottaker | brukeren finnes ikke | kan inte hittas
        words eksisterer ikke | existerar inte | ogiltig adress | ugyldig adresse
        words mottagaren & okand | ar okand | er ukendt | er ukjent | adressen & finns | anvandaren & finns | brugeren & findes
        words mottakeren & finnes | ikke funnet | ikke fundet | ingen bruker | ingen bruger | ingen sadan | ingen slik | ingen anvandare
        unless doman | domaen | domene | domanen
        class address-unknown
        yes 550 Okänd användare
        yes Den e-mailadresse, du har angivet, blev ikke fundet.
        yes E-postadressen du skrev inn, ble ikke funnet.
        no Domänen finns inte

        rule sv-domain
        words doman & finns inte | domanen finns inte | domaenet findes ikke | domenet finnes ikke | okand doman
        words ukendt domaene | ukjent domene
        class domain-unknown
        yes Domänen finns inte.
        no Användaren finns inte

        rule sv-too-large
        words meddelandet ar for stort | meddelelsen er for stor | meldingen er for stor | beskeden er for stor
        class too-large
        yes Meddelandet är för stort.
        no Användaren finns inte

        rule sv-disabled
        words kontot ar inaktiverat | kontoen er deaktivert | kontoen er deaktiveret | kontot ar avstangt
        words kontot ar sparrat | er lukket | er deaktiveret | er deaktivert
        words kontot & inaktiverat | kontot & avstangt | kontot & sparrat | konto & lukket | konto & sperret | konto & sparret | avslutat
        class disabled
        yes 550 Kontot är inaktiverat
        no Användaren finns inte

        rule sv-policy
        words du har inte behorighet | har ikke tilladelse | har ikke tillatelse | avvisades | ble avvist | blev afvist
        words ikke tilladt | ikke tillatt | inte tillat | nekad | afvist | avvist
        unless finns inte | findes ikke | okand | ukendt | ukjent
        class policy
        yes Du har inte behörighet att skicka till den här mottagaren.
        no Användaren finns inte
        """#

    static let finnish = #"""
        rule fi-full
        words postilaatikko on taynna | saapuneet on taynna | postilaatikko & taynna | kiintio & ylit
        class full
        yes Vastaanottajan postilaatikko on täynnä.
        no Tuntematon käyttäjä

        rule fi-unknown
        words tuntematon kayttaja | kayttajaa ei | ei loydy | ei loytynyt | tuntematon vastaanottaja | ei ole olemassa
        words virheellinen osoite
        words vastaanottajaa ei | osoitetta ei | kayttaja & ei ole | tuntematon osoite
        unless toimialue
        class address-unknown
        yes Antamaasi sähköpostiosoitetta ei löydy.
        no Toimialuetta ei löydy

        rule fi-domain
        words toimialuetta ei | verkkotunnusta ei | tuntematon toimialue
        class domain-unknown
        yes Toimialuetta ei löydy.
        no Tuntematon käyttäjä

        rule fi-too-large
        words viesti on liian suuri | liian suuri
        class too-large
        yes Viesti on liian suuri.
        no Tuntematon käyttäjä
        """#
}
