-- Usage: wrk ... URL -- METHOD BODY_BYTES KEEP|CLOSE
-- Sends one kind of request and prints the outcome as one line of JSON, times in microseconds.

function init(args)
  wrk.method = args[1]
  local bytes = tonumber(args[2])
  if bytes > 0 then
    wrk.body = string.rep("0123456789abcdef", math.ceil(bytes / 16)):sub(1, bytes)
    wrk.headers["Content-Type"] = "application/octet-stream"
  end
  if args[3] == "CLOSE" then
    wrk.headers["Connection"] = "close"
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"duration": %d, "requests": %d, "bytes": %.0f, "p50": %d, "p99": %d, "p999": %d, "max": %d, ' ..
    '"errors": {"connect": %d, "read": %d, "write": %d, "status": %d, "timeout": %d}}\n',
    summary.duration, summary.requests, summary.bytes,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9), latency.max,
    errors.connect, errors.read, errors.write, errors.status, errors.timeout))
end
