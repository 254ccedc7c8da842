import Foundation
import Testing

/// A Postfix that hands what comes for lists.example to a program.
extension Postfix {
    /// It runs as `nobody`, and is offered a message again after a second.
    ///
    /// - Parameters:
    ///   - command: the program, with its arguments as master.cf has them.
    ///   - service: the name of the transport.
    ///   - flags: of pipe(8).
    ///   - most: processes at once; nil for as many as usual.
    ///   - more: further lines of main.cf.
    static func piping(
        to command: String, as service: String, flags: String, most: Int? = nil, more: String = ""
    ) throws -> Postfix {
        try Postfix(
            more: """
                relay_domains = lists.example
                transport_maps = inline:{lists.example=\(service):}
                \(service)_destination_recipient_limit = 1
                minimal_backoff_time = 1s
                maximal_backoff_time = 1s
                queue_run_delay = 1s
                \(more)
                """,
            services: """
                \(service) unix - n n - \(most.map(String.init) ?? "-") pipe
                  flags=\(flags) user=nobody null_sender= argv=\(command)
                """)
    }

    /// Offers it a file of a bench's as a message.
    func offer(_ bench: Workbench, _ file: String, from sender: String, to recipient: String) throws {
        let source = bench.process(["-F", bench.path(file), "-f", sender, "-t", recipient, "127.0.0.1:\(port)"])
        source.program = try Requirement.program("smtp-source")
        bench.expectSuccess(try bench.run(source))
    }
}

extension Workbench {
    /// Writes a script that `nobody` may run, on this database, and gives the whole bench to that user.
    func letNobodyRun(_ script: String, as name: String) throws {
        try write(script, to: name)
        for (name, mode) in [("", 0o777), (name, 0o755), ("fanmail.db", 0o666)] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
        }
        try own(by: "nobody")
    }
}
