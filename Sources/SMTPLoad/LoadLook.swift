/// A look at all workers of a run while it goes on.
struct LoadLook: Sendable {
    let workers: [LoadWorker]
    let mark: LoadMark
    let plan: LoadPlan
    let threads: Int
    let control: LoadControl

    var progress: LoadProgress {
        get async {
            var sum = LoadProgress()
            for worker in workers { sum.add(await worker.progress) }
            let elapsed = mark.elapsed
            (sum.seconds, sum.cpuSeconds, sum.threads) = (elapsed.wall, elapsed.cpu, threads)
            let planned = elapsed.wall - sum.paused
            sum.rate = plan.rate(at: planned).map { $0 * control.factor }
            sum.left = max(0, plan.length - planned)
            return sum
        }
    }
}
