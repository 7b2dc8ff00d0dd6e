package io.ailb.select;

import io.ailb.model.Operation;
import io.ailb.model.Origin;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests that the same endpoints could serve, and that are as urgent: they wait in one lane,
 * behind each other.
 *
 * @param windowAbove see {@link Request}
 * @param fitting how many contexts are large enough: what fits in one fits in every larger one, so
 *     that their number tells which they are
 * @param unsupported names of endpoints that cannot be asked for it
 * @param holder the only one that will do; null = any will
 * @param past what has become of it so far
 */
record Kind(
    Priority priority,
    Operation operation,
    @Nullable String model,
    Origin origin,
    Set<String> tags,
    long windowAbove,
    int fitting,
    Set<String> unsupported,
    @Nullable Member holder,
    Tried.Past past) {

  static Kind of(Request request, Tried tried, Pool pool) {
    return new Kind(
        request.urgency().priority(),
        request.call().operation(),
        request.call().model(),
        request.call().origin(),
        request.tags(),
        request.windowAbove(),
        pool.forecast().fitting(request),
        pool.forecast().unsupported(request),
        request.ties().holder(),
        tried.past());
  }

  /** The same of interactive requests. */
  Kind interactive() {
    return new Kind(
        Priority.INTERACTIVE,
        operation,
        model,
        origin,
        tags,
        windowAbove,
        fitting,
        unsupported,
        holder,
        past);
  }
}
