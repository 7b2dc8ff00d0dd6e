package io.ailb.flow;

import io.ailb.limit.Demand;
import io.ailb.model.AiCall;
import io.ailb.model.HttpFields;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.observe.PassedThrough;
import io.ailb.observe.TakenOver;
import io.ailb.outbound.Caller;
import io.ailb.recognise.Recogniser;
import io.ailb.select.Priority;
import io.ailb.select.Request;
import io.ailb.select.Ties;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request of which only the address is known, and that it may be for a pool. Once its body is at
 * hand, {@link #request} tells.
 */
public final class Opening {
  private static final String BYPASS = "x-ai-lb-bypass";
  private static final String POOL = "x-ai-lb-pool";
  private static final String TAGS = "x-ai-lb-tags";

  private final Engine engine;
  private final List<Destination> destinations;
  private final Operation operation;
  private final Origin origin;

  /** Of a request that is about something kept, which is that; else null. */
  private final Recogniser.@Nullable Kept kept;

  /**
   * Whether its pool was named by who asks, so that what the pool takes from others is no matter.
   */
  private final boolean addressed;

  /** Whether it goes out as it came, whatever is decided. */
  private final boolean observing;

  /** Follows a request that goes out as it came, once it is known to be one for a pool. */
  private @Nullable Observation observation;

  Opening(
      Engine engine,
      List<Destination> destinations,
      Operation operation,
      Origin origin,
      Recogniser.@Nullable Kept kept,
      boolean addressed,
      boolean observing) {
    this.engine = engine;
    this.destinations = destinations;
    this.operation = operation;
    this.origin = origin;
    this.kept = kept;
    this.addressed = addressed;
    this.observing = observing;
  }

  /** What its path asks for. */
  public Operation operation() {
    return operation;
  }

  /** The largest body to collect, in bytes; a longer declared one is not ours. */
  public int maxBody() {
    return Recogniser.MAX_BODY;
  }

  /**
   * Takes the request over.
   *
   * @param pathAndQuery as in the request line
   * @param body the bytes as they would be sent; kept, not changed
   * @param time how long the application itself waits
   * @return null if it is not ours after all, and has to go out untouched
   */
  public @Nullable Exchange request(
      String method, String pathAndQuery, HttpFields headers, byte[] body, CallerTime time) {
    return request(method, pathAndQuery, headers, body, time, false);
  }

  /**
   * The same, where the adapter can tell that the client makes one and the same call again.
   *
   * @param failedBefore whether that call has had an answer with {@code x-should-retry: false}: it
   *     gets one try, and draws it from the retry budget
   */
  public @Nullable Exchange request(
      String method,
      String pathAndQuery,
      HttpFields headers,
      byte[] body,
      CallerTime time,
      boolean failedBefore) {
    try {
      return taken(
          method, pathAndQuery, headers, body, time, ClientRetry.of(headers, failedBefore));
    } catch (RuntimeException | LinkageError e) {
      engine.bug("reading a request", e);
      return null;
    }
  }

  /**
   * What follows the application's own request, and the answer to it, where ai-lb only watches: to
   * be asked for when {@link #request} has returned null, and then to be told how it ends. Null =
   * nobody wants to know.
   */
  public @Nullable Observation observation() {
    return observation;
  }

  /** It will not be taken over, as the adapter failed before it had sent anything. */
  public void failed(Throwable bug) {
    engine.bug("taking a request over", bug);
    if (observation != null) {
      observation.left();
    }
  }

  private @Nullable Exchange taken(
      String method,
      String pathAndQuery,
      HttpFields headers,
      byte[] body,
      CallerTime time,
      ClientRetry clientRetry) {
    if ("true".equalsIgnoreCase(headers.first(BYPASS))) {
      return passedThrough(null, BYPASS);
    }
    int mark = pathAndQuery.indexOf('?');
    String path = mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark);
    String query = mark < 0 ? null : pathAndQuery.substring(mark + 1);
    Recogniser.Reading reading =
        kept == null
            ? Recogniser.read(operation, method, origin, path, query, headers, body)
            : Recogniser.ofKept(operation, origin, body);
    if (reading == null) {
      return passedThrough(null, "not a request that ai-lb can read");
    }
    AiCall call = reading.call();
    List<String> named = kept == null ? reading.references().named() : List.of(kept.id());
    Holder holder = Holder.of(engine, destinations, named, call);
    if (holder == null && !named.isEmpty()) {
      return passedThrough(call.model(), "no endpoint is known to keep what it refers to");
    }
    if (holder == null) {
      holder = Holder.of(engine, destinations, reading.references().mentioned(), call);
    }
    Destination destination = holder == null ? destination(call, headers) : holder.destination();
    if (destination == null) {
      return passedThrough(call.model(), whyNobody(headers.first(POOL)));
    }
    String priority = destination.priorityHeader();
    Caller caller =
        new Caller(
            call,
            method,
            kept == null ? path : path.substring(kept.from()),
            query,
            headers.has(priority) ? headers.toBuilder().remove(priority).build() : headers,
            destination.pool().withheldFields(),
            reading.body());
    long conversation =
        Kinship.of(destination.pool().settings().routing().affinity(), headers, reading);
    Ties ties = Ties.of(holder == null ? null : holder.member(), conversation);
    Interpreter interpreter = new Interpreter(caller, destination.translation());
    Request request =
        new Request(call, demand(call, destination), tags(headers, destination), interpreter, ties);
    if (observing) {
      observation =
          new Observation(
              engine,
              destination,
              request,
              Priority.of(headers.first(priority)),
              origin,
              new OwnKeys(headers, query));
      return passedThrough(call.model(), "only observed");
    }
    Exchange exchange =
        new Exchange(
            engine,
            destination,
            caller,
            interpreter,
            request,
            time.batch() ? Priority.BATCH : Priority.of(headers.first(priority)),
            clientRetry,
            time);
    engine.listener().takenOver(new TakenOver(exchange.id(), destination.pool().settings().name()));
    return exchange;
  }

  /**
   * Counts and names a request that the adapter sends on untouched, as its body cannot be read.
   *
   * @param reason a few words for people, out of a small set
   */
  public void passThrough(String reason) {
    passedThrough(null, reason);
  }

  private @Nullable Exchange passedThrough(@Nullable String model, String reason) {
    engine.listener().passedThrough(new PassedThrough(origin.host(), operation, model, reason));
    return null;
  }

  private @Nullable Destination destination(AiCall call, HttpFields headers) {
    String wanted = headers.first(POOL);
    for (int i = 0; i < destinations.size(); i++) { // mostly one
      Destination destination = destinations.get(i);
      String name = destination.pool().settings().name();
      if ((wanted == null || wanted.equals(name))
          && (addressed || destination.match().content(call.model(), headers))
          && destination.pool().couldServe(call)) {
        return destination;
      }
    }
    return null;
  }

  private String whyNobody(@Nullable String wanted) {
    boolean known =
        wanted == null
            || destinations.stream().anyMatch(d -> d.pool().settings().name().equals(wanted));
    return known
        ? "no endpoint could ever serve it"
        : "no pool for this host has the name that its " + POOL + " wants";
  }

  private static Demand demand(AiCall call, Destination destination) {
    return switch (call.operation().kind()) {
      case INFORM, KEPT -> Demand.NO_TOKENS;
      case EMBED -> new Demand(call.estimatedInput(), 0);
      case GENERATE ->
          new Demand(
              call.estimatedInput(),
              call.maxOutput() >= 0 ? call.maxOutput() : destination.outputTokens());
    };
  }

  private static Set<String> tags(HttpFields headers, Destination destination) {
    Set<String> required = destination.pool().settings().routing().requireTags();
    String asked = headers.first(TAGS);
    if (asked == null || asked.isBlank()) {
      return required;
    }
    Set<String> tags = new LinkedHashSet<>(required);
    tags.addAll(List.of(asked.toLowerCase(Locale.ROOT).trim().split("\\s*,\\s*", -1)));
    return tags;
  }
}
