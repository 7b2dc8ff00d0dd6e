package io.ailb.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question to a pool: messages, which are said in whatever dialect the pool understands, or
 * {@link #json} of a provider's own API. Immutable.
 *
 * <pre>{@code
 * ChatRequest.of("Why is the sky blue?").model("gpt-4o-mini").maxTokens(200)
 * }</pre>
 */
public final class ChatRequest {
  private final List<ChatMessage> messages;
  private final @Nullable String path;
  private final byte[] json;
  private final @Nullable String model;
  private final @Nullable Integer maxTokens;
  private final @Nullable Double temperature;
  private final @Nullable Duration timeout;
  private final Set<String> tags;

  private ChatRequest(
      List<ChatMessage> messages,
      @Nullable String path,
      byte[] json,
      @Nullable String model,
      @Nullable Integer maxTokens,
      @Nullable Double temperature,
      @Nullable Duration timeout,
      Set<String> tags) {
    this.messages = messages;
    this.path = path;
    this.json = json;
    this.model = model;
    this.maxTokens = maxTokens;
    this.temperature = temperature;
    this.timeout = timeout;
    this.tags = tags;
  }

  /** One message of a user. */
  public static ChatRequest of(String prompt) {
    return of(List.of(ChatMessage.user(prompt)));
  }

  /**
   * A conversation.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static ChatRequest of(List<ChatMessage> messages) {
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a request needs a message");
    }
    return new ChatRequest(
        List.copyOf(messages), null, new byte[0], null, null, null, null, Set.of());
  }

  /**
   * A body in the words of a provider's API, which goes out as it is to endpoints of that dialect,
   * and translated to others.
   *
   * @param path of that API, such as {@code /v1/chat/completions}, {@code /v1/responses}, {@code
   *     /v1/embeddings}, {@code /v1/messages}, {@code
   *     /v1beta/models/gemini-2.5-flash:generateContent}
   * @param body the model and all settings are in it
   */
  public static ChatRequest json(String path, String body) {
    return json(path, body.getBytes(StandardCharsets.UTF_8));
  }

  /** The same of bytes in UTF-8, which are kept, not copied. */
  public static ChatRequest json(String path, byte[] body) {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(body, "body");
    return new ChatRequest(List.of(), path, body, null, null, null, null, Set.of());
  }

  /** The same for this model. Of one in JSON the model is where its API has it. */
  public ChatRequest model(String newModel) {
    return new ChatRequest(
        messages, path, json, ofMessages("model", newModel), maxTokens, temperature, timeout, tags);
  }

  /** The same with an answer of at most so many tokens, 1 or more; else as the provider does. */
  public ChatRequest maxTokens(int newMaxTokens) {
    if (newMaxTokens < 1) {
      throw new IllegalArgumentException("maxTokens is 1 or more, got " + newMaxTokens);
    }
    return new ChatRequest(
        messages,
        path,
        json,
        model,
        ofMessages("maxTokens", newMaxTokens),
        temperature,
        timeout,
        tags);
  }

  /** The same with this temperature, 0 or more; else as the provider does. */
  public ChatRequest temperature(double newTemperature) {
    if (!(newTemperature >= 0) || Double.isInfinite(newTemperature)) {
      throw new IllegalArgumentException("temperature is 0 or more, got " + newTemperature);
    }
    return new ChatRequest(
        messages,
        path,
        json,
        model,
        maxTokens,
        ofMessages("temperature", newTemperature),
        timeout,
        tags);
  }

  /** The same, given up after so long, all tries and waits together; else it waits. */
  public ChatRequest timeout(Duration newTimeout) {
    if (newTimeout.isNegative() || newTimeout.isZero()) {
      throw new IllegalArgumentException("a timeout is longer than 0, got " + newTimeout);
    }
    return new ChatRequest(messages, path, json, model, maxTokens, temperature, newTimeout, tags);
  }

  /** The same, only to endpoints that have all of these tags. */
  public ChatRequest tags(String... newTags) {
    Set<String> set = new LinkedHashSet<>(List.of(newTags));
    return new ChatRequest(messages, path, json, model, maxTokens, temperature, timeout, set);
  }

  private <V> V ofMessages(String what, V value) {
    if (path != null) {
      throw new IllegalStateException("a request in JSON has its " + what + " in the JSON");
    }
    return Objects.requireNonNull(value, what);
  }

  /** Empty if it is in JSON. */
  public List<ChatMessage> messages() {
    return messages;
  }

  /** Of the API that its JSON is in; null = it consists of messages. */
  public @Nullable String path() {
    return path;
  }

  /** The body in JSON, not a copy: not to be changed; empty if it consists of messages. */
  public byte[] json() {
    return json;
  }

  /** Null = the client's. */
  public @Nullable String model() {
    return model;
  }

  public @Nullable Integer maxTokens() {
    return maxTokens;
  }

  public @Nullable Double temperature() {
    return temperature;
  }

  public @Nullable Duration timeout() {
    return timeout;
  }

  public Set<String> tags() {
    return tags;
  }

  /** What it begins with, for people. */
  @Override
  public String toString() {
    if (path != null) {
      return path + ", " + json.length + " bytes";
    }
    List<String> said = new ArrayList<>();
    for (ChatMessage message : messages) {
      String text = message.content();
      said.add(
          message.role().id() + ": " + (text.length() > 40 ? text.substring(0, 40) + "…" : text));
    }
    return String.join(", ", said);
  }
}
