import Foundation
import Testing

/// nsd with zones of its own, some of them signed by ldns, and unbound, which validates what it asks nsd: the servers that
/// `.ci/mta` unpacks, on loopback ports.
final class SignedZones {
    private let authority: UnpackedServer
    private let resolver: UnpackedServer

    /// Where unbound answers.
    var server: String { "127.0.0.1:\(resolver.port)" }

    /// - Parameters:
    ///   - zones: the records of each, without SOA and NS.
    ///   - signed: those that are signed, of these zones.
    ///   - forged: those in which an address is changed behind the signature, from 127.0.0.66 to 127.0.0.67.
    init(_ zones: [String: String], signed: [String], forged: [String] = []) throws {
        var files: [String: String] = [:]
        var settings = """
            server:
              ip-address: 127.0.0.1@PORT
              zonesdir: "DIRECTORY"
              username: ""
              chroot: ""
              pidfile: "DIRECTORY/nsd.pid"
              database: ""
              zonelistfile: "DIRECTORY/zone.list"
              xfrdfile: "DIRECTORY/xfrd.state"
              xfrdir: "DIRECTORY"
              server-count: 1
            remote-control:
              control-enable: no

            """
        var script = "cd DIRECTORY"
        for (zone, records) in zones {
            files[zone] = """
                $ORIGIN \(zone).
                $TTL 300
                @ IN SOA ns.\(zone). admin.\(zone). 1 3600 600 86400 60
                @ IN NS ns
                ns IN A 127.0.0.1
                \(records)

                """
            let isSigned = signed.contains(zone)
            settings += "zone:\n  name: \(zone)\n  zonefile: \(zone)\(isSigned ? ".signed" : "")\n"
            guard isSigned else { continue }
            script += " && K=$(ldns-keygen -r /dev/urandom -a ECDSAP256SHA256 -k \(zone))"
            // The root has a shell, and no other programs.
            script += " && ldns-signzone -f \(zone).made \(zone) $K && read -r ds < $K.ds"
            script += " && printf '%s\\n' \"$ds\" > \(zone).ds && while IFS= read -r line; do "
            if forged.contains(zone) {
                script += "case \"$line\" in *127.0.0.66) line=${line%127.0.0.66}127.0.0.67;; esac; "
            }
            script += "printf '%s\\n' \"$line\"; done < \(zone).made > \(zone).signed"
        }
        files["nsd.conf"] = settings
        authority = try UnpackedServer(
            ["sh", "-c", script + " && exec nsd -d -c DIRECTORY/nsd.conf"], files: files)
        var stubs = ""
        for zone in zones.keys {
            stubs += "stub-zone:\n  name: \(zone)\n  stub-addr: 127.0.0.1@\(authority.port)\n"
        }
        // Of this one nsd knows nothing, and refuses to answer.
        stubs += "stub-zone:\n  name: dead.example\n  stub-addr: 127.0.0.1@\(authority.port)\n"
        var anchors: [String: String] = [:]
        for zone in signed {
            anchors["\(zone).ds"] = try String(contentsOfFile: authority.path("\(zone).ds"), encoding: .utf8)
        }
        anchors["unbound.conf"] =
            """
            server:
              interface: 127.0.0.1@PORT
              username: ""
              chroot: ""
              directory: "DIRECTORY"
              pidfile: "DIRECTORY/unbound.pid"
              use-syslog: no
              do-not-query-localhost: no
              module-config: "validator iterator"
              num-threads: 1
              ede: yes
              qname-minimisation: no

            """ + signed.map { "  trust-anchor-file: \"DIRECTORY/\($0).ds\"\n" }.joined() + """
                remote-control:
                  control-enable: no

                """ + stubs
        do {
            resolver = try UnpackedServer(["unbound", "-d", "-c", "DIRECTORY/unbound.conf"], files: anchors)
        } catch {
            authority.stop()
            throw error
        }
    }

    deinit {
        resolver.stop()
        authority.stop()
    }
}
