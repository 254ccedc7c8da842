extension SampleLetters {
    static let german: [String: String] = [
        "newsletter": #"""
        ---
        subject: "Der Brief vom Postamt: Herbst"
        preheader: Donnerstags ins Café Zürich, ein Lesekreis, und Antworten auf Ihre Briefe.
        from: Das Postamt <news@lists.example>
        list: announce@lists.example
        language: de
        ---
        # Der Brief vom Postamt

        Guten Tag, {{subscriber.name|liebe Leserin, lieber Leser}},

        es ist Herbst, und drei Dinge sind neu.

        ## Das Café hat donnerstags offen

        Ab dieser Woche ist das **Café Zürich** auch am Donnerstag von 9 bis 18 Uhr geöffnet. Wer diesen Brief
        mitbringt, bekommt den ersten Kaffee geschenkt.

        **[Zur Speisekarte](https://lists.example/menu)**

        ## Der Lesekreis trifft sich wieder

        | Wann | Was wir lesen | Wo |
        | --- | --- | --- |
        | 7. September | *Der Zauberberg* | Lesesaal |
        | 5. Oktober | *Die Wand* | Café Zürich |
        | 2. November | *Tschick* | Lesesaal |

        > Bringen Sie das Buch mit, oder nur Ihre Neugier: beides ist willkommen.

        ## Briefe an die Redaktion

        Jeder Brief wird beantwortet. Antworten Sie einfach auf diesen hier.

        Bis zum nächsten Mal,\
        Ihr Postamt

        ---

        Sie bekommen diesen Brief, weil Sie {{list.description}} abonniert haben.
        [Abbestellen]({{list.unsubscribe}})

        """#,
        "announcement": #"""
        ---
        subject: "Wir ziehen am ersten Oktober um"
        preheader: Die neue Adresse, die Öffnungszeiten, und was bleibt, wie es ist.
        from: Das Postamt <news@lists.example>
        list: announce@lists.example
        language: de
        ---
        # Wir ziehen um

        Ab **Montag, dem 1. Oktober** finden Sie uns unter einer neuen Adresse:

        > **Hafenstraße 12**, zweiter Stock\
        > Montag bis Freitag, 9 bis 18 Uhr

        Was bleibt: die Telefonnummer, die Menschen und der Kaffee.

        **[So finden Sie hin](https://lists.example/map)**

        ---

        Dieser Brief ging an {{list.address}}. [Abbestellen]({{list.unsubscribe}})

        """#,
        "digest": #"""
        ---
        subject: "Diese Woche: fünf Dinge, die Ihre Zeit wert sind"
        preheader: In fünf Minuten gelesen, oder fürs Wochenende aufgehoben.
        from: Der Wochenbrief <digest@lists.example>
        list: announce@lists.example
        language: de
        ---
        # Diese Woche

        Fünf Dinge, die Ihre Zeit wert sind, das kürzeste zuerst.

        1. **[Wie ein Brief seinen Weg findet](https://lists.example/1)**\
           Umschlag und Kopf, mit einer Zeichnung erklärt. *3 Minuten*
        2. **[Was eine Postmeisterin den ganzen Tag tut](https://lists.example/2)**\
           Ein Gespräch, mit Katze. *6 Minuten*
        3. **[Eine Karte der alten Postkutschen](https://lists.example/3)**\
           Zum Hineinzoomen. *so lange Sie mögen*
        4. **[Warum Briefmarken Zähne haben](https://lists.example/4)**\
           Die Zähnung, von 1848 bis heute. *8 Minuten*
        5. **[Der Nachtzug](https://lists.example/5)**\
           Ein Dokumentarfilm von 1936, restauriert. *24 Minuten*

        ## In einer Zeile

        - Das Archiv aller Ausgaben ist [im Netz](https://lists.example/archive).
        - Etwas gefunden? Antworten Sie, vielleicht steht es nächste Woche hier.

        ---

        Der Wochenbrief kommt freitags. [Abbestellen]({{list.unsubscribe}})

        """#,
        "welcome": #"""
        ---
        subject: "Willkommen bei {{list.description}}"
        preheader: Was Sie bekommen, und wie Sie es abbestellen.
        list: announce@lists.example
        language: de
        ---
        # Willkommen!

        Sie haben **{{list.description}}** mit der Adresse {{subscriber.address}} abonniert.

        - Antworten erreichen Menschen.
        - Ihre Adresse dient diesem Brief und sonst nichts.

        Hat jemand anderes Sie angemeldet, oder haben Sie es sich anders überlegt?
        [Abbestellen]({{unsubscribe.url}}): ohne Fragen, und sofort.

        """#,
        "confirm": #"""
        ---
        subject: "Bitte bestätigen: {{list.description}}"
        preheader: Ein Schritt, und die Briefe kommen. Sonst geschieht nichts.
        list: announce@lists.example
        language: de
        ---
        # Noch ein Schritt

        Jemand, hoffentlich Sie, möchte, dass {{subscriber.address}} **{{list.description}}** bekommt.

        **[Ja, ich möchte abonnieren]({{confirm.url}})**

        Oder antworten Sie einfach auf diese Nachricht. Waren Sie es nicht, dann tun Sie nichts: ohne Bestätigung
        kommt kein
        Brief.

        """#,
        "goodbye": #"""
        ---
        subject: "Sie haben {{list.description}} abbestellt"
        preheader: Es kommen keine Briefe mehr.
        list: announce@lists.example
        language: de
        ---
        # Auf Wiedersehen, und danke fürs Lesen

        {{subscriber.address}} bekommt **{{list.description}}** nicht mehr.

        Sollte das ein Irrtum sein, schreiben Sie an {{list.address}}, und wir bringen es in Ordnung.

        """#,
    ]
}
