import Foundation
import Testing

/// Files as other systems export them, with the columns that are guessed and what comes of them.
@Suite(.timeLimit(.minutes(10)))
struct OtherSystemsTests {
    private func imported(_ text: String, _ flags: String...) throws -> (bench: Workbench, result: Workbench.Result) {
        let bench = try Workbench()
        try bench.subscribe(0)
        try bench.write(text, to: "export.csv")
        let arguments = ["subscriber", "import", "export.csv", "--list", "announce", "--json"] + flags
        return (bench, bench.expectSuccess(try bench.run(bench.process(arguments))))
    }

    private static let mailchimp =
        "\"Email Address\",\"First Name\",\"Last Name\",Address,\"Phone Number\",Birthday,MEMBER_RATING,OPTIN_TIME,"
        + "OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,"

    @Test("Mailchimp, subscribed: the name of two columns, the tags out of their quotes, the rest as attributes")
    func mailchimp() throws {
        let row =
            "Ada@Example.org,Ada,Lovelace,\"12 St James's Square  London SW1Y 4JH GB\",,12/10,5,\"2025-03-01 10:00:00\","
            + "192.0.2.7,\"2025-03-01 10:01:00\",192.0.2.7,51.5,-0.1,0,1,Europe/London,gb,eng,\"2025-03-02 10:00:00\","
        let (bench, result) = try imported(
            Self.mailchimp + "LEID,EUID,NOTES,TAGS\n" + row + "123,5f2b,\"met, twice\",\"\"\"vip\"\",\"\"press\"\"\"\n")
        #expect(result.count("added") == 1)
        let guess = "address from \"Email Address\", name from \"First Name\" and \"Last Name\", tags from \"TAGS\""
        #expect(result.errors.hasPrefix("read as an export of Mailchimp\n\(guess)"), "\(result.errors)")
        let shown = try bench.fanmail("subscriber", "show", "ada@example.org", "--json").json
        #expect(shown["name"] as? String == "Ada Lovelace" && shown["tags"] as? [String] == ["press", "vip"])
        let attributes = try #require(shown["attributes"] as? [String: String])
        #expect(attributes["notes"] == "met, twice" && attributes["cc"] == "gb" && attributes["phone_number"] == nil)
        #expect(attributes["address"] == "12 St James's Square  London SW1Y 4JH GB" && attributes.count == 16)
        #expect(attributes["first_name"] == "Ada" && attributes["optin_time"] == nil)
        let history = try #require(shown["history"] as? [[String: Any]])
        #expect(history.map { $0["at"] as? String } == ["2025-03-01T10:00:00Z", "2025-03-01T10:01:00Z"])
        #expect(history.allSatisfy { $0["source"] as? String == "192.0.2.7" })
    }

    @Test(
        "Mailchimp, unsubscribed and cleaned: the column of when they left keeps them out",
        arguments: ["UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON", "CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_REASON"])
    func left(columns: String) throws {
        let blanks = String(repeating: ",", count: 19)
        let (_, result) = try imported(
            "\(Self.mailchimp)\(columns)\nada@example.org\(blanks)\"2025-05-01 10:00:00\",May,x\n"
                + "bob@example.org\(blanks),,\n")
        #expect(result.errors.contains("who left from \"\(columns.prefix { $0 != "," })\""), "\(result.errors)")
        #expect(result.count("added") == 1 && result.count("leftElsewhere") == 1)
    }

    @Test("listmonk: its attributes keep their types, and who is on its block list stays out")
    func listmonk() throws {
        let (bench, result) = try imported(
            """
            uuid,email,name,attributes,status,created_at,updated_at
            5d8c0f52-8f9e-4b6c-9a57-7a4a3ac0c6d1,ada@example.org,Ada,"{""age"": 36, ""city"": ""Paris""}",enabled,x,y
            5d8c0f52-8f9e-4b6c-9a57-7a4a3ac0c6d2,bob@example.org,Bob,{},blocklisted,x,y

            """, "--ignore", "uuid", "--ignore", "created_at", "--ignore", "updated_at")
        #expect(result.count("added") == 1 && result.count("leftElsewhere") == 1)
        let guess =
            "address from \"email\", name from \"name\", who left from \"status\", attributes from \"attributes\""
        #expect(result.errors.hasPrefix("read as an export of listmonk\n\(guess)"), "\(result.errors)")
        let shown = try bench.fanmail("subscriber", "show", "ada@example.org", "--json").json
        let attributes = try #require(shown["attributes"] as? [String: Any])
        #expect(attributes["age"] as? Int == 36 && attributes["city"] as? String == "Paris" && attributes.count == 2)
    }

    @Test("Mailman: one member a line, with the name in quotes, in angle brackets or not at all")
    func mailman() throws {
        let (bench, result) = try imported(
            "Ada Lovelace <ada@example.org>\n\"King, Zoe\" <zoe@example.org>\nbob@example.org\n")
        #expect(result.count("added") == 3 && result.count("rejected") == 0, "\(result.errors)")
        let shown = try bench.fanmail("subscriber", "show", "zoe@example.org", "--json").json
        #expect(shown["name"] as? String == "King, Zoe")
    }

    @Test(
        "Headings in the languages of spreadsheets",
        arguments: [
            "\"E-Mail-Adresse\";Vorname;Nachname", "Courriel;Prénom;Nom", "Correo electrónico;Nombre;Apellidos",
            "sep=;\r\nEmail;First Name;Last Name",
        ])
    func headings(line: String) throws {
        let (bench, result) = try imported("\(line)\r\nada@example.org;Ada;Lovelace\r\n")
        #expect(result.count("added") == 1, "\(result.errors)")
        let shown = try bench.fanmail("subscriber", "show", "ada@example.org", "--json").json
        #expect(shown["name"] as? String == "Ada Lovelace")
        #expect(shown["attributes"] as? [String: String] == ["first_name": "Ada", "last_name": "Lovelace"])
    }
}
