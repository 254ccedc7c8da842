import SMTPCore
import Testing

@testable import FanmailBasics
@testable import FanmailSettings

struct SettingTextTests {
    private func reason<Value>(_ body: () throws(SettingSyntaxError) -> Value) -> String? {
        do throws(SettingSyntaxError) {
            _ = try body()
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(arguments: [
        ("500ms", Duration.milliseconds(500), "500ms"), ("30s", .seconds(30), "30s"), ("1m30s", .seconds(90), "1m30s"),
        ("90s", .seconds(90), "1m30s"), ("1d2h3m4s5ms", .milliseconds(93_784_005), "1d2h3m4s5ms"),
        ("365d", .seconds(31_536_000), "365d"), ("007s", .seconds(7), "7s"), ("1s0ms", .seconds(1), "1s"),
    ])
    func durationsAreRead(text: String, duration: Duration, shortest: String) throws {
        #expect(try DurationText.parse(text) == duration)
        #expect(DurationText.format(duration) == shortest)
    }

    @Test(
        arguments: [
            ("30", "`30` has no unit; write 30s, or another unit of ms, m, h, d"),
            ("0s", "`0s` is no time at all; write at least 1ms"),
            ("366d", "`366d` is too long a duration; at most 365d"),
            ("99999999999999999999s", "`99999999999999999999s` is too long a duration; at most 365d"),
            ("365d1ms", "`365d1ms` is too long a duration; at most 365d"),
        ]
            + ["", "fast", "s", "1x", "1s1m", "1s1s", "-1s", "1.5s", "1 s", "1m30", "1m ", "+1s", "１s"].map {
                ($0, "`\($0)` is not a duration; write a number and a unit of ms, s, m, h, d, such as 30s or 1m30s")
            })
    func whatIsNoDurationIsRefused(text: String, message: String) {
        #expect(reason { () throws(SettingSyntaxError) in try DurationText.parse(text) } == message)
    }

    @Test(arguments: [
        (500.0, "500/s"), (10.0, "10/s"), (0.5, "30/m"), (1.0 / 3600, "1/h"), (100.0 / 60, "100/m"),
        (1.0 / 86_400, "1/d"),
    ])
    func recipientsPerSecondAreShown(rate: Double, shown: String) { #expect(RateText.format(rate) == shown) }

    @Test(arguments: [
        ("500/s", [MailRate(.recipients, 500, per: .second)], "500/s"),
        ("600/m", [MailRate(.recipients, 600, per: .minute)], "600/m"),
        ("10000/hour", [MailRate(.recipients, 10_000, per: .hour)], "10000/h"), ("none", [], "none"),
        ("100 messages/s", [MailRate(.messages, 100, per: .second)], "100 messages/s"),
        ("20 connections/minute", [MailRate(.connections, 20, per: .minute)], "20 connections/m"),
        (
            "100/s, 50000/d,9 messages/second",
            [
                MailRate(.recipients, 100, per: .second), MailRate(.recipients, 50_000, per: .day),
                MailRate(.messages, 9, per: .second),
            ], "100/s, 50000/d, 9 messages/s"
        ),
    ])
    func ratesAreRead(text: String, rates: [MailRate], shown: String) throws {
        #expect(try RateText.list(text) == rates)
        #expect(RateText.format(rates) == shown)
        #expect(try RateText.list(shown) == rates)
    }

    @Test(
        arguments: [
            ("500", "`500` has no unit; write 500/s, 500/m, 500/h or 500/d"),
            ("0/s", "`0/s` would send nothing; write at least 1/d, or none for no limit"),
            ("1000000000/s", "`1000000000/s` is too high a rate; at most 999999999/s, or none"),
            ("5/s, 7/s", "5/s and 7/s limit the same; write the lower one"),
        ]
            + ["", "fast", "/s", "5/", "5/w", "5/s/s", "-5/s", "1.5/s", "5 /s", "5/sec", "5 mails/s", "5  messages/s"]
            .map { ($0, "`\($0)` is not a rate; write recipients per s, m, h or d, such as 500/s, or none") })
    func whatIsNoRateIsRefused(text: String, message: String) {
        #expect(reason { () throws(SettingSyntaxError) in try RateText.list(text) } == message)
    }

    @Test(arguments: [
        ("localhost", "localhost"), ("Mail.Example.org", "mail.example.org"), ("[192.0.2.1]", "[192.0.2.1]"),
    ])
    func hostNamesAreRead(text: String, name: String) throws {
        #expect(try SettingText.hostname(text) == name)
    }

    @Test(arguments: ["", "a b", "a\r\nMAIL FROM:<x>", "192.0.2.1", "-a", "a@b", "[x]", "web_1", "web_1.example.org"])
    func whatIsNoHostNameIsRefused(text: String) {
        #expect(reason { () throws(SettingSyntaxError) in try SettingText.hostname(text) } != nil)
    }

    @Test func theMachineHasANameOrNone() throws {
        guard let name = MachineName.current else { return }
        #expect(try SettingText.hostname(name) == name && name.contains("."))
    }

    @Test(
        arguments: [
            ("mail.example.org", "mail.example.org"), ("A.B", "a.b"), ("web_1", nil), ("3f2ab1", nil),
            ("localhost", nil),
            ("web_1.example.org", nil), ("localhost.localdomain", nil), ("mac.local", nil), ("[192.0.2.1]", nil),
            ("192.0.2.1", nil), ("", nil), ("ä.example", "xn--4ca.example"),
        ] as [(String, String?)])
    func onlyAWholeDomainIsSaidByItself(text: String, name: String?) {
        #expect(MachineName.whole(text) == name)
    }

    @Test(
        arguments: [
            ("192.0.2.1", "[192.0.2.1]"), ("2001:db8::1", "[IPv6:2001:db8::1]"), ("fe80::1%eth0", "[IPv6:fe80::1]"),
            (nil, "localhost"),
        ] as [(String?, String)])
    func aMachineWithoutANameSaysItsAddress(address: String?, name: String) throws {
        #expect(MachineName.literal(address) == name)
        #expect(try SettingText.hostname(name).lowercased() == name.lowercased())
    }

    @Test(arguments: [("0.1", 0.1), ("0", 0), ("1", 1), ("10%", 0.1), ("100 %", 1)])
    func sharesAreRead(text: String, share: Double) throws {
        #expect(try SettingText.share(text) == share)
    }

    @Test(arguments: ["", "1.1", "101%", "-0.1", "nan", "inf", "1e-1", "%", "."])
    func whatIsNoShareIsRefused(text: String) {
        #expect(reason { () throws(SettingSyntaxError) in try SettingText.share(text) } != nil)
    }

    @Test(arguments: [("none", 0), ("1s", 1), ("15s, 1m ,5m", 3)])
    func pausesAreRead(text: String, count: Int) throws {
        #expect(try SettingText.pauses(text).count == count)
    }

    @Test(arguments: ["", ",", "1s,", "1s 2s", "1s x", "1s,,2s"])
    func whatAreNoPausesIsRefused(text: String) {
        #expect(reason { () throws(SettingSyntaxError) in try SettingText.pauses(text) } != nil)
    }

    @Test(arguments: ["smtp://127.0.0.1:25", "lmtp+unix:///run/lmtp", "smtp://u:p@[::1]"])
    func relaysPass(text: String) throws {
        #expect(try SettingText.relay(text) == text)
    }

    @Test(arguments: ["", "mail.example.org", "://x", "smtp://a b", "smtp://a\r\n"])
    func whatIsNoURLIsRefused(text: String) {
        #expect(reason { () throws(SettingSyntaxError) in try SettingText.relay(text) } != nil)
    }
}
