package io.ailb.client;

import io.ailb.LoadBalancer;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the pools of a {@link LoadBalancer} without an SDK: the endpoint, its key, its dialect and
 * all retries are the balancer's business.
 *
 * <pre>{@code
 * try (LoadBalancer balancer = LoadBalancer.load(Path.of("ai-lb.yaml"));
 *     LoadBalancedClient client = LoadBalancedClient.builder(balancer).model("gpt-4o-mini").build()) {
 *   System.out.println(client.complete("Why is the sky blue?").content());
 * }
 * }</pre>
 *
 * Thread-safe.
 */
public final class LoadBalancedClient implements AutoCloseable {
  private final Dispatch dispatch;
  private final @Nullable Connections own;

  private LoadBalancedClient(Dispatch dispatch, @Nullable Connections own) {
    this.dispatch = dispatch;
    this.own = own;
  }

  /** Requests that name no model are refused. */
  public static LoadBalancedClient of(LoadBalancer balancer) {
    return builder(balancer).build();
  }

  public static Builder builder(LoadBalancer balancer) {
    return new Builder(balancer);
  }

  /** The answer to one question of a user. */
  public ChatResult complete(String prompt) {
    return complete(ChatRequest.of(prompt));
  }

  /**
   * The answer, once it is there. An interrupt ends the call, and stays set.
   *
   * @throws ChatException if there is none
   */
  public ChatResult complete(ChatRequest request) {
    return await(completeAsync(request));
  }

  /**
   * The same without a thread that waits. To cancel the future ends the call; it fails with a
   * {@link ChatException}.
   */
  public CompletableFuture<ChatResult> completeAsync(ChatRequest request) {
    return dispatch.send(request, false, false, text -> {}, () -> {}).answer();
  }

  /**
   * The same, piece by piece.
   *
   * @param text hears each piece as it comes, on a thread of the connection: must not block
   * @return its result has the whole text
   */
  public CompletableFuture<ChatResult> streamAsync(ChatRequest request, Consumer<String> text) {
    return dispatch.send(request, true, false, text, () -> {}).answer();
  }

  /**
   * The same for a thread that may block on it.
   *
   * @param text hears each piece as it comes, on the caller's thread: what it throws ends the call
   *     and is thrown on
   * @throws ChatException if the answer does not come, or breaks
   */
  public ChatResult stream(ChatRequest request, Consumer<String> text) {
    Handover pieces = new Handover();
    CompletableFuture<ChatResult> answer = streamAsync(request, pieces::piece);
    var unused = answer.whenComplete((result, failure) -> pieces.over());
    try {
      pieces.drain(text);
    } catch (RuntimeException | Error e) {
      answer.cancel(true);
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return await(answer);
  }

  private ChatResult await(CompletableFuture<ChatResult> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw dispatch.left("the thread that waited was interrupted", e);
    } catch (CancellationException e) {
      throw dispatch.left("the call was cancelled", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ChatException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Settings of a batch. */
  public Batch batch() {
    return Batch.over(this);
  }

  Dispatch dispatch() {
    return dispatch;
  }

  /**
   * Sends no more, and gives its own connections back: what is under way fails. The balancer, and a
   * client that was given, stay open.
   */
  @Override
  public void close() {
    dispatch.close();
    if (own != null) {
      own.close();
    }
  }

  /** What can be chosen. */
  public static final class Builder {
    private final LoadBalancer balancer;
    private @Nullable String pool;
    private @Nullable String model;
    private @Nullable HttpClient client;

    private Builder(LoadBalancer balancer) {
      this.balancer = Objects.requireNonNull(balancer, "balancer");
    }

    /** Only this pool; else the first, in the order of the configuration, that serves a request. */
    public Builder pool(String name) {
      this.pool = Objects.requireNonNull(name, "name");
      return this;
    }

    /** For requests that name none. */
    public Builder model(String name) {
      this.model = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Whose connections are used; it stays the caller's to close. Else there is an own one. */
    public Builder httpClient(HttpClient newClient) {
      this.client = Objects.requireNonNull(newClient, "client");
      return this;
    }

    /**
     * The client.
     *
     * @throws IllegalArgumentException if there is no pool of that name
     */
    public LoadBalancedClient build() {
      List<String> pools = balancer.poolNames();
      if (pool != null && !pools.contains(pool)) {
        throw new IllegalArgumentException(
            "no pool is named \"%s\"; there is %s".formatted(pool, String.join(", ", pools)));
      }
      if (client != null) {
        return new LoadBalancedClient(new Dispatch(balancer, client, pool, model), null);
      }
      Connections own = new Connections();
      return new LoadBalancedClient(new Dispatch(balancer, own.client(), pool, model), own);
    }
  }
}
