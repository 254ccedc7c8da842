extension SampleLetters {
    static let polish: [String: String] = [
        "newsletter": #"""
        ---
        subject: "List z poczty: jesień"
        preheader: Czwartki w Café Zürich, klub czytelniczy i odpowiedzi na Państwa listy.
        from: Poczta na rogu <news@lists.example>
        list: announce@lists.example
        language: pl
        ---
        # List z poczty

        Dzień dobry, {{subscriber.name|drodzy Czytelnicy}},

        przyszła jesień, a z nią trzy nowości.

        ## Kawiarnia otwarta w czwartki

        Od tego tygodnia **Café Zürich** jest czynna także w czwartki, od 9 do 18. Kto przyniesie ten list,
        pierwszą kawę dostanie
        za darmo.

        **[Zobacz menu](https://lists.example/menu)**

        ## Klub czytelniczy znów się spotyka

        | Kiedy | Co czytamy | Gdzie |
        | --- | --- | --- |
        | 7 września | *Lalka* | Czytelnia |
        | 5 października | *Solaris* | Café Zürich |
        | 2 listopada | *Bieguni* | Czytelnia |

        > Proszę zabrać książkę albo samą ciekawość: obie są mile widziane.

        ## Listy do redakcji

        Odpowiadamy na każdy list. Wystarczy odpisać na ten.

        Do następnego razu,\
        poczta

        ---

        Otrzymują Państwo ten list jako subskrybenci {{list.description}}. [Wypisz się]({{list.unsubscribe}})

        """#,
        "announcement": #"""
        ---
        subject: "Pierwszego października się przeprowadzamy"
        preheader: Nowy adres, godziny otwarcia i to, co się nie zmieni.
        from: Poczta na rogu <news@lists.example>
        list: announce@lists.example
        language: pl
        ---
        # Przeprowadzamy się

        Od **poniedziałku, 1 października** znajdą nas Państwo pod nowym adresem:

        > **ul. Portowa 12**, drugie piętro\
        > od poniedziałku do piątku, od 9 do 18

        Co się nie zmieni: numer telefonu, ludzie i kawa.

        **[Jak dojechać](https://lists.example/map)**

        ---

        Ten list wysłano na adres {{list.address}}. [Wypisz się]({{list.unsubscribe}})

        """#,
        "digest": #"""
        ---
        subject: "W tym tygodniu: pięć rzeczy wartych uwagi"
        preheader: Do przeczytania w pięć minut albo na weekend.
        from: Przegląd tygodnia <digest@lists.example>
        list: announce@lists.example
        language: pl
        ---
        # W tym tygodniu

        Pięć rzeczy wartych uwagi, najkrótsza pierwsza.

        1. **[Jak list znajduje drogę](https://lists.example/1)**\
           Koperta i nagłówek, objaśnione rysunkiem. *3 minuty*
        2. **[Co przez cały dzień robi naczelniczka poczty](https://lists.example/2)**\
           Rozmowa, z kotem. *6 minut*
        3. **[Mapa dawnych dyliżansów](https://lists.example/3)**\
           Do powiększania. *jak długo kto chce*
        4. **[Dlaczego znaczki mają ząbki](https://lists.example/4)**\
           Perforacja, od 1848 roku do dziś. *8 minut*
        5. **[Nocny pociąg](https://lists.example/5)**\
           Film dokumentalny z 1936 roku, po renowacji. *24 minuty*

        ## W jednym wierszu

        - Archiwum wszystkich numerów jest [w sieci](https://lists.example/archive).
        - Coś się znalazło? Proszę odpisać, może trafi tu za tydzień.

        ---

        Przegląd ukazuje się w piątki. [Wypisz się]({{list.unsubscribe}})

        """#,
        "welcome": #"""
        ---
        subject: "Witamy: {{list.description}}"
        preheader: Co będzie przychodzić i jak się wypisać.
        list: announce@lists.example
        language: pl
        ---
        # Witamy!

        Adres {{subscriber.address}} jest zapisany na listę **{{list.description}}**.

        - Odpowiedzi czytają ludzie.
        - Adres służy tylko temu listowi.

        Zapisał Państwa ktoś inny albo zmienili Państwo zdanie? [Wypisz się]({{unsubscribe.url}}): bez pytań i od
        razu.

        """#,
        "confirm": #"""
        ---
        subject: "Prosimy o potwierdzenie: {{list.description}}"
        preheader: Jeden krok i listy będą przychodzić. Inaczej nic się nie stanie.
        list: announce@lists.example
        language: pl
        ---
        # Jeszcze jeden krok

        Ktoś, zapewne Państwo, poprosił, aby adres {{subscriber.address}} otrzymywał **{{list.description}}**.

        **[Tak, chcę się zapisać]({{confirm.url}})**

        Można też po prostu odpowiedzieć na tę wiadomość. Jeśli to pomyłka, proszę nic nie robić: bez
        potwierdzenia nie przyjdzie
        żaden list.

        """#,
        "goodbye": #"""
        ---
        subject: "Wypisano z listy {{list.description}}"
        preheader: Więcej listów nie będzie.
        list: announce@lists.example
        language: pl
        ---
        # Do widzenia, i dziękujemy za czytanie

        Adres {{subscriber.address}} nie jest już zapisany na listę **{{list.description}}**.

        Jeśli to pomyłka, proszę napisać na {{list.address}}, a naprawimy ją.

        """#,
    ]
}
