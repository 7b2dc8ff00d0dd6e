package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Target;

/** Writes one request. */
final class RequestWriter {
  private final ChatRequest request;
  private final Target target;
  private final ObjectNode body = Json.object();

  private RequestWriter(ChatRequest request, Target target) {
    this.request = request;
    this.target = target;
  }

  static ObjectNode write(ChatRequest request, Target target) {
    return new RequestWriter(request, target).body();
  }

  private ObjectNode body() {
    Thinking thinking = Thinking.of(request, target);
    body.put("model", target.model());
    body.put("max_tokens", thinking.maxTokens());
    if (target.stream()) {
      body.put("stream", true);
    }
    new Conversation(request, target).write(body);
    ToolWriter.write(request, target, body);
    thinking.write(body);
    output();
    SamplingWriter.write(request.sampling(), thinking.isOn(), target, body);
    userAndTier();
    losses();
    CacheMarks.keepLast(body, target);
    return body;
  }

  private void output() {
    if (request.output() instanceof OutputFormat.Schema wanted) {
      if (target.requiresOrDrops(Feature.JSON_SCHEMA, "response_format")) {
        format().set("schema", ClosedSchema.of(wanted.schema(), "response_format"));
      }
    } else if (request.output() instanceof OutputFormat.Json
        && target.requiresOrDrops(Feature.JSON_MODE, "response_format")) {
      format().putObject("schema").put("type", "object");
    }
  }

  private ObjectNode format() {
    return body.withObject("/output_config").putObject("format").put("type", "json_schema");
  }

  private void userAndTier() {
    if (request.userId() != null) {
      body.putObject("metadata").put("user_id", request.userId());
    }
    if (request.tier() != null) {
      body.put("service_tier", tier(request.tier()));
    }
  }

  private String tier(String tier) {
    return switch (tier) {
      case "auto" -> "auto";
      case "default" -> "standard_only";
      default -> {
        target.drops("service_tier");
        yield "auto";
      }
    };
  }

  /** What Anthropic has no place for, and nobody relies on. */
  private void losses() {
    if (!request.metadata().isEmpty()) {
      target.drops("metadata");
    }
    if (request.cacheKey() != null) {
      target.drops("prompt_cache_key");
    }
    if (Boolean.TRUE.equals(request.store())) {
      target.drops("store");
    }
    if (request.verbosity() != null) {
      target.drops("verbosity");
    }
  }

  /** Something that no endpoint of this dialect has, whatever its capabilities say. */
  static Refused unknown(String field) {
    return new Refused(field, "is not known to Anthropic");
  }

  /** A list's only text as a text, everything else as it is. */
  static void putContent(ObjectNode message, ArrayNode blocks) {
    if (blocks.size() == 1
        && blocks.get(0).size() == 2
        && "text".equals(Json.string(blocks.get(0), "type"))) {
      message.set("content", blocks.get(0).get("text"));
    } else {
      message.set("content", blocks);
    }
  }
}
