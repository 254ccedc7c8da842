import Fanmail
import Foundation
import ListStore

/// What `doctor` says of the database's file.
enum DoctorDatabase {
    /// Less than this is soon full.
    private static let leastRoom: Int64 = 256 << 20
    /// A log this large tells of somebody who never lets go of it.
    private static let largeLog: Int64 = 256 << 20

    static func examine(_ path: String) -> (findings: [DoctorFinding], lists: [ListRecord]) {
        var findings: [DoctorFinding] = []
        var lists: [ListRecord] = []
        do {
            let store = try Store.open(path: path, create: false, patience: .said)
            let problems = try store.check(isQuick: true)
            findings += problems.map { problem in
                DoctorFinding(
                    .database, path, .bad, problem,
                    problem.contains("chmod") ? nil : "restore a copy that `fanmail db backup` made")
            }
            if problems.isEmpty {
                findings.append(DoctorFinding(.database, path, .good, "sound, and for its owner only"))
            }
            let killed = try store.killedImports()
            if killed > 0 {
                findings.append(
                    DoctorFinding(
                        .database, path, .warning,
                        "\(counted(killed, "import")) came to no end; nobody sees what is there",
                        "import the file again: that clears it away first"))
            }
            for batch in try store.killedUndoings() {
                findings.append(
                    DoctorFinding(
                        .database, path, .warning, "the undoing of batch \(batch) came to no end",
                        "fanmail batch undo \(batch): that goes on with it"))
            }
            lists = try store.lists()
        } catch {
            findings.append(DoctorFinding(.database, path, .bad, error.message.replacing("\(path): ", with: "")))
        }
        findings += files(path)
        return (findings, lists)
    }

    private static func files(_ path: String) -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if !FileManager.default.isWritableFile(atPath: directory) {
            findings.append(
                DoctorFinding(
                    .database, directory, .bad, "cannot be written, and the write-ahead log stands there",
                    "give the directory to whoever runs fanmail"))
        }
        func size(_ file: String) -> Int64 {
            ((try? FileManager.default.attributesOfItem(atPath: file)[.size]) as? NSNumber)?.int64Value ?? 0
        }
        let log = size(path + "-wal")
        if log > largeLog, log > size(path) / 2 {
            findings.append(
                DoctorFinding(
                    .database, path + "-wal", .warning, "\(log >> 20) MiB have gathered in the write-ahead log",
                    "somebody reads without an end, such as an open sqlite3 shell: let them finish"))
        }
        if let free = (try? FileManager.default.attributesOfFileSystem(forPath: directory)[.systemFreeSize])
            as? NSNumber
        {
            let room = free.int64Value
            let isLittle = room < leastRoom || room < size(path) / 4
            findings.append(
                DoctorFinding(
                    .database, directory, isLittle ? .bad : .good, "\(room >> 20) MiB are free",
                    isLittle ? "make room: a full disk stops a mailing" : nil))
        }
        return findings
    }
}
