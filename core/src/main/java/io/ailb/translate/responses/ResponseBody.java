package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Hash;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.Tool;
import io.ailb.translate.neutral.ToolChoice;
import io.ailb.translate.openai.Efforts;
import java.math.BigDecimal;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The object {@code response}, which repeats most of the request beside the answer. */
final class ResponseBody {
  /** Temperature and top-p of who named none. */
  private static final BigDecimal USUAL = new BigDecimal("1.0");

  private final AnswerFrame frame;
  private String id;
  private String model;
  private long created;
  private Usage usage = Usage.NONE;

  ResponseBody(AnswerFrame frame) {
    this.frame = frame;
    this.model = frame.model() == null ? "" : frame.model();
    this.created = frame.now();
    this.id = "resp_" + Hash.of(created + "/" + model + "/" + System.identityHashCode(frame), 24);
  }

  void started(AnswerEvent.Started started) {
    if (started.id() != null && !started.id().isEmpty()) {
      id = started.id();
    }
    if (started.model() != null && !started.model().isEmpty()) {
      model = started.model();
    }
    if (started.created() > 0) {
      created = started.created();
    }
  }

  void used(Usage usage) {
    this.usage = usage;
  }

  String id() {
    return id;
  }

  ObjectNode inProgress() {
    return body("in_progress", null, null, Json.array(), null);
  }

  /**
   * The end of an answer that came whole, though perhaps cut by its provider.
   *
   * @param finish null = its provider gave none
   */
  ObjectNode ended(AnswerEvent.@Nullable Finish finish, ArrayNode output) {
    FinishReason reason = finish == null ? FinishReason.STOP : finish.reason();
    if (finish != null && reason == FinishReason.ERROR) {
      return failed(FailedResponse.unusableCall(finish), output);
    }
    String incomplete =
        switch (reason) {
          case LENGTH -> "max_output_tokens";
          case CONTENT_FILTER -> isRefusal(output) ? null : "content_filter";
          default -> null;
        };
    String status = incomplete == null ? "completed" : "incomplete";
    return body(status, null, incomplete, output, UsageFields.write(usage));
  }

  ObjectNode failed(ObjectNode error, ArrayNode output) {
    return body("failed", error, null, output, UsageFields.write(usage));
  }

  /** Whether the last item of an answer that ends like this was cut. */
  static boolean cuts(FinishReason reason) {
    return reason == FinishReason.LENGTH || reason == FinishReason.CONTENT_FILTER;
  }

  /** A refusal in words of its own is a complete answer here. */
  private static boolean isRefusal(ArrayNode output) {
    boolean refusal = false;
    for (JsonNode item : output) {
      switch (item.path("type").asText()) {
        case "reasoning" -> {}
        case "message" -> {
          if (!item.at("/content/0/type").asText().equals("refusal")) {
            return false;
          }
          refusal = true;
        }
        default -> {
          return false;
        }
      }
    }
    return refusal;
  }

  private ObjectNode body(
      String status,
      @Nullable ObjectNode error,
      @Nullable String incomplete,
      ArrayNode output,
      @Nullable ObjectNode usage) {
    ChatRequest request = frame.request();
    ObjectNode body = Json.object();
    body.put("id", id).put("object", "response").put("created_at", created).put("status", status);
    body.put("background", false);
    body.set("error", error);
    if (incomplete == null) {
      body.putNull("incomplete_details");
    } else {
      body.putObject("incomplete_details").put("reason", incomplete);
    }
    String instructions = RequestWriter.joined(request.instructions());
    body.put("instructions", instructions.isEmpty() ? null : instructions);
    body.put("max_output_tokens", request.maxOutputTokens());
    body.put("model", model);
    body.set("output", output);
    body.put("parallel_tool_calls", !Boolean.FALSE.equals(request.parallelToolCalls()));
    body.putNull("previous_response_id");
    reasoning(body.putObject("reasoning"), request.reasoning());
    String tier = request.tier();
    body.put("service_tier", tier == null || tier.equals("auto") ? "default" : tier);
    body.put("store", false);
    BigDecimal temperature = request.sampling().temperature();
    body.put("temperature", temperature == null ? USUAL : temperature);
    body.set("text", text(request));
    tools(body, request);
    BigDecimal topP = request.sampling().topP();
    body.put("top_p", topP == null ? USUAL : topP);
    if (request.sampling().topLogprobs() != null) {
      body.put("top_logprobs", request.sampling().topLogprobs());
    }
    body.put("truncation", "disabled");
    body.set("usage", usage);
    ObjectNode metadata = body.putObject("metadata");
    request.metadata().forEach(metadata::put);
    if (request.userId() != null) {
      body.put("safety_identifier", request.userId());
    }
    if (request.cacheKey() != null) {
      body.put("prompt_cache_key", request.cacheKey());
    }
    return body;
  }

  private static void reasoning(ObjectNode to, ReasoningWish wish) {
    ReasoningWish.Effort effort = Efforts.of(wish);
    to.put("effort", effort == null ? null : Efforts.word(effort));
    to.put("summary", Thinking.summary(wish));
  }

  private static ObjectNode text(ChatRequest request) {
    ObjectNode text = Json.object();
    text.set("format", TextFormat.write(request.output()));
    if (request.verbosity() != null) {
      text.put("verbosity", request.verbosity());
    }
    return text;
  }

  private static void tools(ObjectNode body, ChatRequest request) {
    ToolChoice choice = request.toolChoice() == null ? ToolChoice.AUTO : request.toolChoice();
    body.set("tool_choice", Choices.write(choice, request.tools(), UnaryOperator.identity()));
    ArrayNode tools = body.putArray("tools");
    for (Tool tool : request.tools()) {
      boolean strict = Boolean.TRUE.equals(tool.strict());
      tools.add(Tools.write(tool, tool.name(), strict ? Tools.schema(tool) : null));
    }
  }
}
