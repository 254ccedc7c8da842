import FanmailBasics
import FanmailWeb
import SMTPSink

/// How the sink misbehaves: told, set and taken away while it runs.
extension SinkAPI {
    var faultRoutes: [Route] {
        [
            .get("/api/v1/faults") { _, _ in .json(FaultJSON(plan: sink.faults).document) },
            .put("/api/v1/faults") { request, _ in
                let plan: FaultPlan
                do {
                    plan = try FaultFile.parse(String(decoding: request.body, as: UTF8.self), file: "faults")
                } catch let failure as InputFailure {
                    throw WebFailure(400, failure.description)
                }
                guard takesAnswers || !plan.faults.contains(where: { $0.stage == .afterwards }) else {
                    throw WebFailure(400, "faults \"afterwards\" write mail, and this sink was given no place for it")
                }
                sink.faults = plan
                return .json(FaultJSON(plan: plan).document)
            },
            .delete("/api/v1/faults") { _, _ in
                sink.faults = FaultPlan()
                return .json(FaultJSON(plan: sink.faults).document)
            },
        ]
    }
}
