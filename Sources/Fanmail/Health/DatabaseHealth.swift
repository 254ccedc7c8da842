import FanmailBasics
import Foundation
import ListStore

/// The database's file: whether it is sound, and what was left in it, and whether there is room.
enum DatabaseHealth {
    /// Less than this is soon full.
    private static let leastRoom: Int64 = 256 << 20
    /// A log this large tells of somebody who never lets go of it.
    private static let largeLog: Int64 = 256 << 20

    static func examine(_ path: String, patience: Patience) -> (findings: [HealthFinding], lists: [ListRecord]) {
        var findings: [HealthFinding] = []
        var lists: [ListRecord] = []
        do {
            let store = try Store.open(path: path, create: false, patience: patience)
            let problems = try store.check(isQuick: true)
            findings += problems.map { problem in
                HealthFinding(
                    .database, path, .bad, problem,
                    problem.contains("chmod") ? nil : .restoreCopy)
            }
            if problems.isEmpty {
                findings.append(HealthFinding(.database, path, .good, "sound, and for its owner only"))
            }
            let killed = try store.killedImports()
            if killed > 0 {
                findings.append(
                    HealthFinding(
                        .database, path, .warning,
                        "\(killed == 1 ? "1 import" : "\(killed) imports") came to no end; nobody sees what is there",
                        .importAgain))
            }
            for batch in try store.killedUndoings() {
                findings.append(
                    HealthFinding(
                        .database, path, .warning, "the undoing of batch \(batch) came to no end",
                        .undoAgain(batch: batch)))
            }
            for event in try store.heldEvents() {
                findings.append(
                    HealthFinding(
                        .database, path, .warning,
                        "\(counted(event.bounces, "bounce")) of mailing \(event.mailing) at \(event.provider) are held, "
                            + "since they came at once; nobody is changed before you decide",
                        .decideOnBounces(mailing: event.mailing)))
            }
            lists = try store.lists()
        } catch {
            findings.append(HealthFinding(.database, path, .bad, error.what, error.remedy))
        }
        findings += files(path)
        return (findings, lists)
    }

    private static func files(_ path: String) -> [HealthFinding] {
        var findings: [HealthFinding] = []
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if !FileManager.default.isWritableFile(atPath: directory) {
            findings.append(
                HealthFinding(
                    .database, directory, .bad, "cannot be written, and the write-ahead log stands there",
                    .takeDirectory))
        }
        func size(_ file: String) -> Int64 {
            ((try? FileManager.default.attributesOfItem(atPath: file)[.size]) as? NSNumber)?.int64Value ?? 0
        }
        let log = size(path + "-wal")
        if log > largeLog, log > size(path) / 2 {
            findings.append(
                HealthFinding(
                    .database, path + "-wal", .warning, "\(log >> 20) MiB have gathered in the write-ahead log",
                    .endReading))
        }
        if let free = (try? FileManager.default.attributesOfFileSystem(forPath: directory)[.systemFreeSize])
            as? NSNumber
        {
            let room = free.int64Value
            let isLittle = room < leastRoom || room < size(path) / 4
            findings.append(
                HealthFinding(
                    .database, directory, isLittle ? .bad : .good, "\(room >> 20) MiB are free",
                    isLittle ? .makeRoom : nil))
        }
        return findings
    }
}
