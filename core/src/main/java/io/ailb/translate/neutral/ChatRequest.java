package io.ailb.translate.neutral;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as no dialect in particular says it: the most that any of them can say. Where the model
 * stands, which of it was asked and whether it is a stream is known to the call already.
 *
 * @param instructions leading system and developer texts, in order
 * @param toolChoice null = not said
 * @param parallelToolCalls null = not said
 * @param maxOutputTokens null = not said
 * @param verbosity {@code low}, {@code medium}, {@code high}; null = not said
 * @param tier the service tier in OpenAI's words: {@code auto}, {@code default}, {@code flex},
 *     {@code priority}, ...; null = not said
 * @param userId whom the caller asks for, an opaque text; null = not said
 * @param cacheKey what the caller groups its requests by for the provider's prompt cache
 * @param store whether the answer is to be kept by the provider; null = not said
 * @param usageInStream whether a stream's caller wants usage at its end
 * @param foreign fields that only the caller's own dialect has and that change the answer, by the
 *     name that the caller gave them: no other dialect is eligible
 * @param minor fields that only the caller's own dialect has and that nobody relies on, by the name
 *     that the caller gave them: for another dialect they are left out, or a gate under {@code
 *     strict}
 */
public record ChatRequest(
    List<Part.Text> instructions,
    List<Turn> turns,
    List<Tool> tools,
    @Nullable ToolChoice toolChoice,
    @Nullable Boolean parallelToolCalls,
    OutputFormat output,
    Sampling sampling,
    @Nullable Long maxOutputTokens,
    ReasoningWish reasoning,
    @Nullable String verbosity,
    @Nullable String tier,
    @Nullable String userId,
    Map<String, String> metadata,
    @Nullable String cacheKey,
    @Nullable Boolean store,
    boolean usageInStream,
    Map<String, JsonNode> foreign,
    List<String> minor) {

  public ChatRequest {
    instructions = List.copyOf(instructions);
    turns = List.copyOf(turns);
    tools = List.copyOf(tools);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata)); // in their order
    foreign = new LinkedHashMap<>(foreign);
    minor = List.copyOf(minor);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects what a decoder finds; everything has a value from the start. */
  public static final class Builder {
    public final List<Part.Text> instructions = new ArrayList<>();
    public final List<Turn> turns = new ArrayList<>();
    public final List<Tool> tools = new ArrayList<>();
    public @Nullable ToolChoice toolChoice;
    public @Nullable Boolean parallelToolCalls;
    public OutputFormat output = OutputFormat.TEXT;
    public Sampling sampling = Sampling.NONE;
    public @Nullable Long maxOutputTokens;
    public ReasoningWish reasoning = ReasoningWish.NONE;
    public @Nullable String verbosity;
    public @Nullable String tier;
    public @Nullable String userId;
    public final Map<String, String> metadata = new LinkedHashMap<>();
    public @Nullable String cacheKey;
    public @Nullable Boolean store;
    public boolean usageInStream;
    public final Map<String, JsonNode> foreign = new LinkedHashMap<>();
    public final List<String> minor = new ArrayList<>();

    private Builder() {}

    public ChatRequest build() {
      return new ChatRequest(
          instructions,
          turns,
          tools,
          toolChoice,
          parallelToolCalls,
          output,
          sampling,
          maxOutputTokens,
          reasoning,
          verbosity,
          tier,
          userId,
          metadata,
          cacheKey,
          store,
          usageInStream,
          foreign,
          minor);
    }
  }
}
