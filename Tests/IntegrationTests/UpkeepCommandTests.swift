import Foundation
import Testing

/// The database file and the shell's comforts.
@Suite(.timeLimit(.minutes(10)))
struct UpkeepCommandTests {
    @Test func aBackupIsADatabaseOfItsOwn() throws {
        let bench = try Workbench()
        try bench.subscribe(50)
        bench.expectSuccess(try bench.fanmail("db", "backup", "copy.db"))
        let mode = try FileManager.default.attributesOfItem(atPath: bench.path("copy.db"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
        bench.expectSuccess(try bench.fanmail("subscriber", "erase", "user1@example.org", "--yes"))
        #expect(try bench.fanmail("subscriber", "show", "user1@example.org", "--db", "copy.db").status == 0)
        let again = try bench.fanmail("db", "backup", "copy.db")
        #expect(again.status == 74 && again.errors.contains("is there already"))
        #expect(try bench.fanmail("db", "check", "--db", "copy.db", "--json").json["sound"] as? Bool == true)
    }

    @Test func aBackupHasTheTokenKeysOnlyWhenAskedFor() throws {
        let bench = try Workbench()
        try bench.subscribe(2)
        let none = try bench.fanmail("db", "backup", "none.db", "--with-keys", "--json")
        #expect(none.status == 0 && none.json["keys"] is NSNull)
        let made = try bench.fanmail("token", "make", "unsubscribe", "user0@example.org", "--list", "announce")
        let token = made.output.trimmingCharacters(in: .whitespacesAndNewlines)

        bench.expectSuccess(try bench.fanmail("db", "backup", "plain.db"))
        #expect(!FileManager.default.fileExists(atPath: bench.path("plain.db.keys")))
        #expect(try bench.fanmail("token", "verify", token, "--dry-run", "--db", "plain.db").status == 65)
        let secret = try #require(
            try String(contentsOfFile: bench.path("fanmail.db.keys"), encoding: .utf8).split(separator: " ").last)
        let plain = try Data(contentsOf: URL(fileURLWithPath: bench.path("plain.db")))
        #expect(plain.range(of: Data(secret.utf8)) == nil)

        let whole = try bench.fanmail("db", "backup", "whole.db", "--with-keys", "--json")
        #expect(whole.json["keys"] as? String == "whole.db.keys", "\(whole.errors)")
        let mode = try FileManager.default.attributesOfItem(atPath: bench.path("whole.db.keys"))[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(try bench.fanmail("token", "verify", token, "--db", "whole.db").output.contains("unsubscribed"))
        // Keys that lie in the way are not lost, and no half of a backup is left.
        try bench.write("precious\n", to: "way.db.keys")
        let refused = try bench.fanmail("db", "backup", "way.db", "--with-keys")
        #expect(refused.status == 74 && refused.errors.contains("way.db.keys: is there already"), "\(refused.errors)")
        #expect(!FileManager.default.fileExists(atPath: bench.path("way.db")))
        #expect(try String(contentsOfFile: bench.path("way.db.keys"), encoding: .utf8) == "precious\n")
    }

    @Test func aDamagedOrOpenFileIsSeen() throws {
        let bench = try Workbench()
        try bench.subscribe(500)
        #expect(try bench.fanmail("db", "check").output == "sound\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: bench.path("fanmail.db"))
        let open = try bench.fanmail("db", "check", "--quick")
        #expect(open.status == 65 && open.output.contains("chmod 600"))
        _ = try bench.sqlite(
            "PRAGMA writable_schema = on; PRAGMA foreign_keys = off; DELETE FROM subscriber WHERE id = 3")
        let damaged = try bench.fanmail("db", "check", "--json")
        #expect(damaged.status == 65 && damaged.output.contains("refers to a row of subscriber"), "\(damaged.output)")
    }

    @Test func statisticsCountEveryTable() throws {
        let bench = try Workbench()
        try bench.subscribe(7)
        let stats = try bench.fanmail("db", "stats", "--json").json
        let rows = try #require(stats["rows"] as? [String: Int])
        #expect(rows["subscriber"] == 7 && rows["subscription"] == 7 && rows["batch"] == 1 && rows["mailing"] == 0)
        #expect(stats["size"] as? Int ?? 0 > 4096)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionsKnowTheLists(shell: String) throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        let script = try bench.fanmail("--generate-completion-script", shell)
        bench.expectSuccess(script)
        for word in ["subscriber", "suppression", "segment", "batch"] { #expect(script.output.contains(word)) }
        let names = try bench.fanmail(
            "---completion", "subscriber", "import", "--", "--list", "5", "0", "fanmail", "subscriber", "import", "x",
            "--list", "", environment: ["SAP_SHELL": shell])
        #expect(names.output.contains("announce"), "\(names)")
    }

    @Test func slipsOfThePenAreWarnedOf() throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        let added = try bench.fanmail("subscriber", "add", "ada@gmial.com", "--list", "announce")
        bench.expectSuccess(added)
        #expect(added.errors.contains("ada@gmial.com: is gmail.com meant?"))
        try bench.write("email\na@hotmial.com\nb@hotmial.com\nc@example.org\n", to: "slips.csv")
        let imported = try bench.fanmail("subscriber", "import", "slips.csv", "--list", "announce")
        #expect(imported.errors.contains("2 addresses at hotmial.com: is hotmail.com meant?"), "\(imported.errors)")
        #expect(!imported.errors.contains("example.org"))
    }
}
