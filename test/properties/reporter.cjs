// One line per property as it ends, so that a run of minutes shows where it is.
class PropertyReporter {
  #started = Date.now();

  onTestCaseResult(_test, result) {
    if (result.status !== 'passed' && result.status !== 'failed') return;
    const seconds = Math.round((Date.now() - this.#started) / 1000);
    process.stdout.write(`${String(seconds).padStart(5)} s  ${result.status === 'passed' ? 'holds ' : 'BROKEN'}  ${result.title} (${((result.duration ?? 0) / 1000).toFixed(1)} s)\n`);
    for (const message of result.failureMessages) process.stdout.write(`${message}\n`);
  }
}
module.exports = PropertyReporter;
