/// A letter with all that is hard to show: wide tables, words without an end, pictures of many sizes, code, both directions.
package enum TortureLetter {
    package static let name = "torture.md"

    package static let markdown = #"""
        ---
        subject: "Torture: Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft, and the rest"
        preheader: Everything that has ever broken a letter, in one of them.
        from: Torture <news@lists.example>
        list: announce@lists.example
        language: en
        ---
        # Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft

        Dear {{subscriber.name|reader}}, this word has no end:
        Pneumonoultramicroscopicsilicovolcanoconiosispneumonoultramicroscopicsilicovolcanoconiosis. Nor has this address:
        https://lists.example/a/very/long/path/that/goes/on/and/on/without/any/place/to/break?with=a&query=string&and=more0123456789

        ## A table with numbers, aligned

        | Item | Left | Middle | Right |
        | --- | :--- | :---: | ---: |
        | Coffee | a | b | 1.50 |
        | Tea | aa | bb | 12.00 |
        | **Sum** | | | 1,234.50 |

        ## A table of eight columns

        | Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday | Remarks |
        | --- | --- | --- | --- | --- | --- | --- | --- |
        | 9 to 18 | 9 to 18 | 9 to 18 | 9 to 20 | 9 to 18 | 10 to 14 | closed | holidaysexceptedofcourse |
        | 9 to 12 | 9 to 12 | closed | 9 to 20 | 9 to 12 | closed | closed | [in winter](https://lists.example/winter) |

        ## A table with a word that fits nowhere

        | Word | Meaning |
        | --- | --- |
        | Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz | a law |
        | {{subscriber.address}} | you |

        ### Code

        Inline `let veryLongIdentifierThatNobodyWouldEverWriteButSomebodyDoes = 1234567890123456789` and a block:

        ```swift
        func theLongestLineThatAnybodyHasEverSeenInALetter(withAnArgument: String, andAnother: Int) throws -> [String: Any] { }
        short()
        ```

        > A quotation, with a quotation in it:
        >
        > > and a word: LlanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochLlanfairpwllgwyngyll
        >
        > - a list
        > - in it

        1. one
           - one and a half
             - one and three quarters
               - with Speciallongwordspeciallongwordspeciallongwordspeciallongword
        2. two

        10. ten, ~~struck~~ and *slanted* and ***both***

        **[A button with a label so long that no telephone shows it in one line, and {{subscriber.name|you}}](https://lists.example/go)**

        **[短い](https://lists.example/ja)**

        ![a wide picture](wide.png)

        ![a small one](small.png) beside words.

        ![a picture that is not there, whose description is as long as a picture is wide](https://pictures.invalid/none.png)

        ## Scripts

        日本語の文章は空白なしで続きます。とても長い文章でも、行の終わりで正しく折り返されなければなりません。「括弧」や句読点、は行頭に来ません。

        <p dir="rtl">هذه فقرة بالعربية مع كلمات English في وسطها وأرقام 123.</p>

        👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦

        ---

        A line in the middle separates, and makes nothing small.

        ---

        You get this letter because you subscribed to {{list.description}}, with the address {{subscriber.address}}.
        [Leave the list]({{list.unsubscribe}}) or see the [archive](https://lists.example/archive).

        """#
}
