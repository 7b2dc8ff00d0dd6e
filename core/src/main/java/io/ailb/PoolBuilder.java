package io.ailb;

import io.ailb.config.Node;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Describes a pool; see {@link LoadBalancerBuilder}. */
public final class PoolBuilder {
  private final Node node = new Node();

  PoolBuilder() {}

  /** Only one pool may go without a name. */
  public PoolBuilder name(String name) {
    Objects.requireNonNull(name, "name");
    return set("name", name);
  }

  /** Adds an endpoint. */
  public PoolBuilder endpoint(Consumer<EndpointBuilder> endpoint) {
    Objects.requireNonNull(endpoint, "endpoint");
    EndpointBuilder builder = new EndpointBuilder();
    endpoint.accept(builder);
    node.add("endpoints", builder.node());
    return this;
  }

  /**
   * Sets any key of a pool in {@code docs/configuration.md}, such as {@code breaker.openFor}.
   *
   * @param value a text as in a file, a number, truth value, {@code Duration}, collection, array,
   *     map or null
   */
  public PoolBuilder set(String path, @Nullable Object value) {
    Objects.requireNonNull(path, "path");
    node.set(path, value);
    return this;
  }

  Node node() {
    return node;
  }
}
