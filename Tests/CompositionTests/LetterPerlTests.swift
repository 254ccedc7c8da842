import Composition
import FanmailBasics
import Foundation
import Testing

/// A second reader, not Python: Perl's MIME-tools.
struct LetterPerlTests {
    private struct Part: Decodable, Equatable {
        let type: String
        let name: String?
        let id: String?
        let body: String
    }

    private struct Message: Decodable {
        let subject: String
        let problems: [String]
        let parts: [Part]
    }

    private static let script = """
        use MIME::Parser; use Encode; use JSON::PP; use MIME::Base64;
        my $p = MIME::Parser->new; $p->output_to_core(1); $p->decode_headers(0); $p->extract_nested_messages(0);
        my $all = do { local $/; <STDIN> }; my $m = $p->parse_data($all); my @parts;
        sub walk { my $e = shift; if ($e->parts) { walk($_) for $e->parts; return }
            my $id = $e->head->get("Content-ID"); chomp $id if defined $id;
            push @parts, { type => $e->effective_type, name => $e->head->recommended_filename, id => $id,
                body => encode_base64($e->bodyhandle->as_string, "") } }
        walk($m); my $s = $m->head->get("Subject"); chomp $s;
        my @all = ($p->results->errors, $p->results->warnings);
        print JSON::PP->new->utf8->encode({ subject => decode("MIME-Header", $s), problems => \\@all, parts => \\@parts });
        """

    private static func perl(_ arguments: [String], input: Data = Data()) throws -> (status: Int32, output: Data) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/perl")
        process.arguments = arguments
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: input)
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    static let isPossible = (try? perl(["-MMIME::Parser", "-MJSON::PP", "-e", "1"]).status) == 0

    @Test(
        "MIME-tools finds the parts, their names and their octets, and nothing to complain of",
        .enabled(if: isPossible, "install libmime-tools-perl"))
    func parts() throws {
        let picture = "GIF89a\r\n\u{1A}\n not a real one"
        let folder = try LetterFolder([
            "letter.md": LetterFolder.front(
                "attachments: [Größe.pdf]\n", subject: "Grüße aus Zürich — 你好, and much more of it")
                + "# Grüße\n\n![A stamp](a.png)\n\n| a | b |\n| --- | --- |\n| 1 | ~~2~~ |\n\nFrom here: https://example.org/x=1\n",
            "a.png": picture, "Größe.pdf": "%PDF-1.7\r\n\0\u{1}",
        ])
        let bytes = try folder.letter().message(
            for: nil, list: nil, now: Timestamp(milliseconds: 0), seed: Letter.seed)
        let (status, output) = try Self.perl(["-e", Self.script], input: Data(bytes))
        #expect(status == 0)
        let message = try JSONDecoder().decode(Message.self, from: output)
        #expect(message.problems == [])
        #expect(message.subject == "Grüße aus Zürich — 你好, and much more of it")
        #expect(message.parts.map(\.type) == ["text/plain", "text/html", "image/gif", "application/pdf"])
        func octets(_ index: Int) throws -> Data { try #require(Data(base64Encoded: message.parts[index].body)) }
        #expect(try octets(2) == Data(picture.utf8))
        #expect(try octets(3) == Data("%PDF-1.7\r\n\0\u{1}".utf8))
        let html = String(decoding: try octets(1), as: UTF8.self)
        let id = try #require(message.parts[2].id).dropFirst().dropLast()
        #expect(html.contains("cid:\(id)") && html.contains("<del>2</del>") && html.contains("Grüße"))
        #expect(html.contains("href=\"https://example.org/x=1\""))
        let plain = String(decoding: try octets(0), as: UTF8.self)
        #expect(plain.contains("Grüße") && plain.contains("From here: https://example.org/x=1"))
    }
}
