import Foundation
import Testing

/// Clients that others wrote for other fake mail servers get on with the sink.
@Suite("Clients of Mailpit and MailHog", .timeLimit(.minutes(10)), .enabled(if: PeerClients.areThere))
struct SinkPeerTests {
    @Test("Mailpit's client from PyPI lists, reads, marks and deletes") func mailpit() throws {
        let bench = try Workbench()
        let sink = try SinkProcess(bench, "--web", "127.0.0.1:0")
        try bench.mail(
            [("ken@x.example", "Grüße"), ("mei@x.example", "second"), ("zoe@x.example", "third")], port: sink.smtpPort)
        let result = try bench.python(
            """
            from mailpit.client.api import API
            api = API("http://127.0.0.1:\(sink.webPort ?? 0)", timeout=60)
            found = api.get_messages()
            print(found.total, found.unread, found.count, [m.subject for m in found.messages])
            print([m.to[0].address for m in api.get_messages(limit=1, start=1).messages])
            summary = found.messages[-1]
            message = api.get_message(summary.id)
            print(message.subject, message.from_.name, message.from_.address, message.date.isoformat())
            print(message.text.strip(), "here" in message.html, [(a.part_id, a.file_name, a.size) for a in message.attachments])
            print(api.get_message_attachment(summary.id, message.attachments[0].part_id))
            print(api.get_messages().unread)
            api.put_messages([summary.id], "Read", False)
            print(api.get_messages().unread)
            api.delete_messages([summary.id])
            print(sorted(m.subject for m in api.get_messages().messages))
            api.delete_messages([])
            print(api.get_messages().total)
            """, path: PeerClients.path)
        #expect(
            result.output == """
                3 3 3 ['third', 'second', 'Grüße']
                ['mei@x.example']
                Grüße App app@x.example 2026-11-23T09:00:00+00:00
                Confirm: https://x.example/c?t=1 True [('2', 'a.pdf', 4)]
                %PDF
                2
                3
                ['second', 'third']
                0

                """, "\(result.errors)")
    }

    @Test("MailHog's client from PyPI lists, searches and deletes") func mailHog() throws {
        let bench = try Workbench()
        let sink = try SinkProcess(bench, "--web", "127.0.0.1:0")
        try bench.mail([("ken@x.example", "first"), ("mei@x.example", "second")], port: sink.smtpPort)
        let result = try bench.python(
            """
            from mailhog import Mailhog
            client = Mailhog("127.0.0.1", \(sink.webPort ?? 0))
            found = client.messages()
            print(found.total, found.count, [m.get_subject() for m in found.items])
            print([(m.get_sender(), m.get_recipients()) for m in client.search("mei", kind="to").items])
            print([m.get_subject() for m in client.search("first").items], len(found.items[0].mime.parts))
            client.delete(found.items[0])
            print(client.messages().total)
            client.delete_all()
            print(client.messages().total)
            """, path: PeerClients.path)
        #expect(
            result.output == """
                2 2 ['second', 'first']
                [('bounces@x.example', ['mei@x.example'])]
                ['first'] 3
                1
                0

                """, "\(result.errors)")
    }
}
