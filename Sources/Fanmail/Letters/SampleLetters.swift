import FanmailBasics

/// The letters that users begin with: `templates/NAME.md`, in the program.
package enum SampleLetters {
    /// By the names that a user calls them.
    package static let all: [(name: String, text: String)] = [
        ("newsletter", newsletter),
        ("announcement", announcement),
        ("digest", digest),
        ("welcome", welcome),
        ("confirm", confirm),
        ("goodbye", goodbye),
    ]

    package static let names = all.map(\.name)

    /// Of letters that a list writes by itself: they are meant to be used as they are.
    package static let notices: Set<String> = ["welcome", "confirm", "goodbye"]

    /// The languages that there are samples in.
    package static let languages = ["en"] + translations.map(\.language)

    private static let translations: [(language: String, texts: [String: String])] = [
        ("de", german), ("fr", french), ("es", spanish), ("pl", polish), ("ja", japanese), ("ar", arabic),
    ]

    /// Front matter and Markdown; nil of a name that is none, and of a language that there is none in.
    ///
    /// - Parameter language: a tag of which the primary subtag counts; nil is English.
    package static func text(_ name: String, language: String? = nil) -> String? {
        let primary = LanguageTag.primary(language) ?? "en"
        if primary == "en" { return all.first { $0.name == name }?.text }
        return translations.first { $0.language == primary }?.texts[name]
    }

    /// Whether a letter is one of the samples, with nothing changed.
    package static func isUntouched(_ text: String, _ name: String) -> Bool {
        languages.contains { self.text(name, language: $0) == text }
    }

    private static let newsletter = #"""
        ---
        subject: "The Post Office Letter: autumn"
        preheader: Thursdays at the Café Zürich, a reading circle, and your letters answered.
        from: The Post Office <news@lists.example>
        list: announce@lists.example
        language: en
        ---
        # The Post Office Letter

        Dear {{subscriber.name|reader}},

        autumn is here, and three things are new.

        ## The café opens on Thursdays

        From this week the **Café Zürich** is open on Thursdays too, from 9 to 18. The first coffee is on the house for
        whoever brings this letter along.

        **[See the menu](https://lists.example/menu)**

        ## The reading circle meets again

        | When | What we read | Where |
        | --- | --- | --- |
        | 7 September | *The Pickwick Papers* | Reading room |
        | 5 October | *Daddy-Long-Legs* | Café Zürich |
        | 2 November | *84, Charing Cross Road* | Reading room |

        > Bring the book, or only your curiosity: both are welcome.

        ## Letters to the editor

        Every letter is answered. Just reply to this one.

        Until next time,\
        the Post Office

        ---

        You get this letter because you subscribed to {{list.description}}. [Leave the list]({{list.unsubscribe}})

        """#

    private static let announcement = #"""
        ---
        subject: "We are moving on the first of October"
        preheader: The new address, the opening hours, and what stays as it is.
        from: The Post Office <news@lists.example>
        list: announce@lists.example
        language: en
        ---
        # We are moving

        From **Monday, 1 October** you find us at a new address:

        > **12 Harbour Street**, second floor\
        > open Monday to Friday, 9 to 18

        What stays as it is: the telephone number, the people, and the coffee.

        **[How to get there](https://lists.example/map)**

        ---

        This letter went to {{list.address}}. [Leave the list]({{list.unsubscribe}})

        """#

    private static let digest = #"""
        ---
        subject: "This week: five things worth your time"
        preheader: Read in five minutes, or keep for the weekend.
        from: The Weekly Digest <digest@lists.example>
        list: announce@lists.example
        language: en
        ---
        # This week

        Five things worth your time, the shortest first.

        1. **[How a letter finds its way](https://lists.example/1)**\
           Envelope and header, explained with a drawing. *3 minutes*
        2. **[What a postmaster does all day](https://lists.example/2)**\
           An interview, with a cat. *6 minutes*
        3. **[A map of the old mail coaches](https://lists.example/3)**\
           To zoom into. *as long as you like*
        4. **[Why stamps have teeth](https://lists.example/4)**\
           Perforation, from 1848 to today. *8 minutes*
        5. **[The night train](https://lists.example/5)**\
           A documentary from 1936, restored. *24 minutes*

        ## In one line

        - The archive of all issues is [online](https://lists.example/archive).
        - Found something? Reply, and it may stand here next week.

        ---

        The digest comes on Fridays. [Leave the list]({{list.unsubscribe}})

        """#

    private static let welcome = #"""
        ---
        subject: "Welcome to {{list.description}}"
        preheader: What you get, and how to leave.
        list: announce@lists.example
        language: en
        ---
        # Welcome!

        You are subscribed to **{{list.description}}** with the address {{subscriber.address}}.

        - Replies reach people.
        - Your address is used for this letter and for nothing else.

        Was it somebody else who signed you up, or did you change your mind? [Leave the list]({{unsubscribe.url}}): no
        questions, no delay.

        """#

    private static let confirm = #"""
        ---
        subject: "Please confirm: {{list.description}}"
        preheader: One step, and the letters come. Otherwise nothing happens.
        list: announce@lists.example
        language: en
        ---
        # One step left

        Somebody, hopefully you, asked that {{subscriber.address}} gets **{{list.description}}**.

        **[Yes, I want to subscribe]({{confirm.url}})**

        Or simply reply to this message. If it was not you, do nothing: without a confirmation no letter will come.

        """#

    private static let goodbye = #"""
        ---
        subject: "You have left {{list.description}}"
        preheader: No more letters will come.
        list: announce@lists.example
        language: en
        ---
        # Goodbye, and thank you for reading

        {{subscriber.address}} is not subscribed to **{{list.description}}** any more.

        Should that be a mistake, write to {{list.address}}, and we put it right.

        """#
}
