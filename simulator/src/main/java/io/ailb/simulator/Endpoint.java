package io.ailb.simulator;

import io.ailb.simulator.dialect.Dialect;
import io.ailb.simulator.dialect.Fixtures;
import io.ailb.simulator.dialect.Request;
import io.ailb.simulator.dialect.Speaker;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.fault.Script;
import io.ailb.simulator.limit.Limiter;
import io.ailb.simulator.limit.Limits;
import io.ailb.simulator.log.Arrival;
import io.ailb.simulator.log.Leak;
import io.ailb.simulator.log.RequestLog;
import io.ailb.simulator.log.Visit;
import io.ailb.simulator.wire.Desk;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One endpoint apart from its sockets: its state, and the front desk that logs who comes. */
final class Endpoint implements Desk {
  private static final int LONGEST_BODY = 64 * 1024;

  final EndpointSpec spec;
  final Dialect dialect;
  final Speaker speaker;
  final @Nullable Fixtures fixtures;
  final AskedFaults askedFaults;
  final LongSupplier nanos;
  private final KeyRing keys;
  private final RequestLog log;
  private final long start;

  private volatile Script script;
  private volatile @Nullable Limiter limiter;
  private volatile Tally tally;

  Endpoint(EndpointSpec spec, KeyRing keys, RequestLog log, LongSupplier nanos) {
    this.spec = spec;
    this.keys = keys;
    this.log = log;
    this.nanos = nanos;
    start = nanos.getAsLong();
    dialect = Dialect.of(spec.provider());
    speaker = new Speaker(spec.name(), spec.models(), spec.tokens());
    fixtures = spec.fixtures() == null ? null : new Fixtures(Path.of(spec.fixtures()));
    askedFaults = new AskedFaults(spec.name());
    script = new Script(spec.script(), nanos);
    limiter = spec.limits() == null ? null : new Limiter(spec.limits(), nanos, start);
    tally = new Tally(spec.limits(), start);
    keys.add(spec.name(), spec.keys());
  }

  Script script() {
    return script;
  }

  void script(List<FaultRule> rules) {
    script = new Script(rules, nanos);
  }

  @Nullable Limiter limiter() {
    return limiter;
  }

  void limits(@Nullable Limits limits) {
    limiter = limits == null ? null : new Limiter(limits, nanos, start);
    resetStats();
  }

  EndpointStats stats() {
    return tally.stats(spec.name());
  }

  void resetStats() {
    Limiter current = limiter;
    tally = new Tally(current == null ? null : current.limits(), start);
  }

  @Override
  public Service receive(Request request, String protocol) {
    Tally counted = tally;
    Credentials credentials = Credentials.of(request);
    String secret = credentials.at(dialect.keyPlaces());
    KeyRing.Key key = secret == null ? null : keys.key(secret, spec.name());
    counted.arrived();
    Visit visit = log.arrived(arrival(request, protocol, credentials, key), counted::ended);
    reportLeaks(request, visit.number(), counted);
    String ownKey = key != null && key.owner().equals(spec.name()) ? key.name() : null;
    return new Service(new Reception(this, request, ownKey, visit, counted).plan(), visit);
  }

  private Arrival arrival(
      Request request, String protocol, Credentials credentials, KeyRing.@Nullable Key key) {
    return new Arrival(
        spec.name(),
        protocol,
        request.method(),
        mask(request.path()),
        query(request),
        headers(request, credentials),
        spec.keepBodies() ? body(request) : null,
        key == null ? null : key.name(),
        credentials.moreThanOne());
  }

  private String query(Request request) {
    StringJoiner query = new StringJoiner("&");
    request
        .query()
        .forEach(
            (name, value) ->
                query.add(name + "=" + (name.equals("key") ? masked(value) : mask(value))));
    return query.toString();
  }

  private Map<String, String> headers(Request request, Credentials credentials) {
    Map<String, String> masked = new LinkedHashMap<>();
    for (var header : request.headers().entrySet()) {
      String secret = credentials.byPlace().get(header.getKey());
      masked.put(
          header.getKey(),
          secret == null
              ? mask(header.getValue())
              : header.getValue().replace(secret, masked(secret)));
    }
    return masked;
  }

  private String masked(String secret) {
    return KeyRing.masked(keys.key(secret, spec.name()));
  }

  private String body(Request request) {
    String masked = mask(request.body());
    return masked.length() <= LONGEST_BODY ? masked : masked.substring(0, LONGEST_BODY);
  }

  private String mask(String text) {
    return keys.mask(text, spec.name());
  }

  private void reportLeaks(Request request, long number, Tally counted) {
    request.headers().forEach((name, value) -> report("header " + name, value, number, counted));
    request.query().forEach((name, value) -> report("query " + name, value, number, counted));
    report("path", request.path(), number, counted);
    report("body", request.body(), number, counted);
  }

  private void report(String where, String text, long number, Tally counted) {
    for (KeyRing.Key stranger : keys.strangers(text, spec.name())) {
      counted.leaked();
      log.leaked(new Leak(number, spec.name(), where, stranger.name()));
    }
  }
}
