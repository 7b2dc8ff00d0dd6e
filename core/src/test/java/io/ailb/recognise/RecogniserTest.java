package io.ailb.recognise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.Fixtures;
import io.ailb.model.AiCall;
import io.ailb.model.Dialect;
import io.ailb.model.HttpFields;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.recognise.Recogniser.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecogniserTest {
  private static final Origin HERE = new Origin("https", "h", 443);

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, CHAT_COMPLETIONS",
    "/chat/completions, CHAT_COMPLETIONS",
    "/openai/v1/chat/completions, CHAT_COMPLETIONS",
    "/api/v1/chat/completions, CHAT_COMPLETIONS",
    "/openai/deployments/my-gpt/chat/completions, CHAT_COMPLETIONS",
    "/v1beta/openai/chat/completions, CHAT_COMPLETIONS",
    "/v1/responses, RESPONSES",
    "/v1/embeddings, EMBEDDINGS",
    "/v1/models, MODELS",
    "/v1/messages, MESSAGES",
    "/anthropic/v1/messages, MESSAGES",
    "/v1/messages/count_tokens, COUNT_TOKENS",
    "/v1beta/models/gemini-3.8-flash:generateContent, GENERATE_CONTENT",
    "/v1/models/g:streamGenerateContent, STREAM_GENERATE_CONTENT",
    "/v1beta/tunedModels/mine:generateContent, GENERATE_CONTENT",
    "/v1/projects/p/locations/l/publishers/google/models/g:generateContent, GENERATE_CONTENT",
    "/v1beta/models/e:embedContent, EMBED_CONTENT",
    "/v1beta/models/e:batchEmbedContents, BATCH_EMBED_CONTENTS",
    "/v1beta/models/g:countTokens, COUNT_CONTENT_TOKENS"
  })
  void knowsTheOperationsByTheirPath(String path, Operation expected) {
    assertThat(Recogniser.operation(path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/v1",
        "/v1/completions",
        "/v1/files",
        "/v1/batches",
        "/v1/audio/speech",
        "/v1/responses/resp_1",
        "/v1/responses/resp_1/cancel",
        "/v1/responses/input_tokens",
        "/v1/conversations",
        "/v1/messages/batches",
        "/v1/threads/thread_1/messages",
        "/v1beta/interactions",
        "/v1beta/models/g:bidiGenerateContent",
        "/v1beta/cachedContents",
        "/v1beta/files/x:generateContent",
        "/v1/chat/completions/x",
        "/time:countTokens",
        "/models/a:b"
      })
  void leavesOtherPathsAlone(String path) {
    assertThat(Recogniser.operation(path)).isNull();
  }

  private static Reading read(Operation operation, String path, String body) {
    return Recogniser.read(
        operation, operation.method(), HERE, path, null, HttpFields.none(), body.getBytes(UTF_8));
  }

  @Test
  void readsWhatEveryFixtureAsksFor() {
    int checked = 0;
    for (String name : Fixtures.cases()) {
      for (Dialect dialect : Dialect.values()) {
        if (!Fixtures.has(name, dialect, "request.json")) {
          continue;
        }
        JsonNode http = Fixtures.json(caseFile(name)).path("http").path(dialect.id());
        String path = http.path("path").asText().replaceAll("\\?.*", "");
        byte[] body = Fixtures.bytes(name, dialect, "request.json");
        Operation operation = Recogniser.operation(path);
        assertThat(operation).as(name + " " + dialect).isNotNull();
        Reading reading =
            Recogniser.read(operation, "POST", HERE, path, null, HttpFields.none(), body);
        assertThat(reading).as(name + " " + dialect).isNotNull();
        AiCall call = reading.call();
        JsonNode root = Fixtures.json(body);
        assertThat(call.dialect()).isEqualTo(dialect);
        if (dialect == Dialect.GEMINI) {
          assertThat(path).contains(call.model());
          assertThat(call.maxOutput())
              .isEqualTo(root.path("generationConfig").path("maxOutputTokens").asLong(-1));
        } else {
          assertThat(call.model()).isEqualTo(root.path("model").asText());
          assertThat(text(reading.body().withModel(call.model())))
              .isEqualTo(new String(body, UTF_8));
        }
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(60);
  }

  private static byte[] caseFile(String name) {
    try {
      return java.nio.file.Files.readAllBytes(
          java.nio.file.Path.of("src/test/resources/fixtures", name, "case.json"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(Iterable<ByteBuffer> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteBuffer part : parts) {
      byte[] bytes = new byte[part.remaining()];
      part.duplicate().get(bytes);
      all.writeBytes(bytes);
    }
    return all.toString(UTF_8);
  }

  @Test
  void onlyTheModelIsReplacedWhereverItStands() {
    String body =
        "{ \"messages\" : [\"\\\"model\\\":\\\"x\\\"\", \"\\uD83D\\uDE00 \u00e9\"],\"model\"\t:  \"gpt-4o\" ,\"stream\":true, \"max_tokens\": 5}";
    Reading reading = read(Operation.CHAT_COMPLETIONS, "/v1/chat/completions", body);
    assertThat(reading.call().stream()).isTrue();
    assertThat(reading.call().maxOutput()).isEqualTo(5);
    assertThat(text(reading.body().withModel("a \"b\"\\")))
        .isEqualTo(body.replace("\"gpt-4o\"", "\"a \\\"b\\\"\\\\\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"messages\":[]}|{\"model\":\"m\",\"messages\":[]}",
        "{}|{\"model\":\"m\"}",
        "{ }|{\"model\":\"m\" }"
      })
  void aModelIsAddedWhereTheCallerNamedItInThePath(String body, String expected) {
    Reading reading =
        read(Operation.CHAT_COMPLETIONS, "/openai/deployments/my%20gpt/chat/completions", body);
    assertThat(reading.call().model()).isEqualTo("my gpt");
    assertThat(text(reading.body().withModel("m"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"messages\":[]}",
        "{\"model\":\"a\",\"model\":\"b\"}",
        "{\"model\":\"a\"",
        "{\"model\":17}",
        "not json",
        "{\"model\":\"a\"} trailing"
      })
  void whatCannotBeReadIsNotOurs(String body) {
    assertThat(read(Operation.CHAT_COMPLETIONS, "/v1/chat/completions", body)).isNull();
  }

  @Test
  void theMethodCounts() {
    byte[] body = "{\"model\":\"a\"}".getBytes(UTF_8);
    assertThat(
            Recogniser.read(
                Operation.CHAT_COMPLETIONS,
                "GET",
                HERE,
                "/v1/chat/completions",
                null,
                HttpFields.none(),
                body))
        .isNull();
  }

  @Test
  void listsOfModelsBelongToOpenAiOnly() {
    byte[] none = {};
    for (HttpFields headers :
        new HttpFields[] {
          HttpFields.of("anthropic-version", "2023-06-01"), HttpFields.of("x-goog-api-key", "k")
        }) {
      assertThat(Recogniser.read(Operation.MODELS, "GET", HERE, "/v1/models", null, headers, none))
          .isNull();
    }
    assertThat(
            Recogniser.read(
                Operation.MODELS, "GET", HERE, "/v1beta/models", null, HttpFields.none(), none))
        .isNull();
    assertThat(
            Recogniser.read(
                Operation.MODELS, "GET", HERE, "/v1/models", null, HttpFields.none(), none))
        .isNotNull();
  }

  @Test
  void gzipIsUnfoldedToBeReadAndKeptAsItCame() throws IOException {
    byte[] plain = "{\"model\":\"gpt-4o\",\"messages\":[]}".getBytes(UTF_8);
    ByteArrayOutputStream folded = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(folded)) {
      gzip.write(plain);
    }
    Reading reading =
        Recogniser.read(
            Operation.CHAT_COMPLETIONS,
            "POST",
            HERE,
            "/v1/chat/completions",
            null,
            HttpFields.of("Content-Encoding", "gzip"),
            folded.toByteArray());
    assertThat(reading.call().model()).isEqualTo("gpt-4o");
    assertThat(reading.body().compressed()).isTrue();
    assertThat(reading.body().unchanged().get(0)).isEqualTo(ByteBuffer.wrap(folded.toByteArray()));
    assertThat(text(reading.body().withModel("m"))).isEqualTo("{\"model\":\"m\",\"messages\":[]}");
  }

  @Test
  void anUnknownOrFalseEncodingIsNotOurs() {
    byte[] body = "{\"model\":\"a\"}".getBytes(UTF_8);
    for (String encoding : new String[] {"gzip", "zstd", "br"}) {
      assertThat(
              Recogniser.read(
                  Operation.CHAT_COMPLETIONS,
                  "POST",
                  HERE,
                  "/v1/chat/completions",
                  null,
                  HttpFields.of("content-encoding", encoding),
                  body))
          .isNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAT_COMPLETIONS|{\"model\":\"m\",\"reasoning_effort\":\"high\"}|true",
        "CHAT_COMPLETIONS|{\"model\":\"m\",\"reasoning_effort\":\"none\"}|false",
        "RESPONSES|{\"model\":\"m\",\"reasoning\":{\"effort\":\"low\"}}|true",
        "RESPONSES|{\"model\":\"m\",\"reasoning\":null}|false",
        "MESSAGES|{\"model\":\"m\",\"thinking\":{\"type\":\"adaptive\"}}|true",
        "MESSAGES|{\"model\":\"m\",\"thinking\":{\"type\":\"disabled\"}}|false",
        "MESSAGES|{\"model\":\"m\"}|false"
      })
  void knowsWhoAsksForReasoning(Operation operation, String body, boolean expected) {
    assertThat(read(operation, "/v1" + operation.suffix(), body).call().reasoning())
        .isEqualTo(expected);
  }

  @Test
  void imagesDoNotCountAsText() {
    String image = "iVBORw0KGgoAAAANSUhEUg".repeat(5_000);
    Reading reading =
        read(
            Operation.CHAT_COMPLETIONS,
            "/v1/chat/completions",
            "{\"model\":\"m\",\"messages\":[{\"content\":[{\"image_url\":{\"url\":\"data:image/png;base64,"
                + image
                + "\"}}]}]}");
    assertThat(reading.call().files()).isEqualTo(1);
    assertThat(reading.call().estimatedInput()).isLessThan(1_100);
  }

  private static boolean listsOpenAisModels(String host, String pathAndQuery, String... headers) {
    int mark = pathAndQuery.indexOf('?');
    return Recogniser.read(
            Operation.MODELS,
            "GET",
            new Origin("https", host, 443),
            mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark),
            mark < 0 ? null : pathAndQuery.substring(mark + 1),
            HttpFields.of(headers),
            new byte[0])
        != null;
  }

  @Test
  void listsOfModelsAreToldApartByHostAndCredential() {
    assertThat(listsOpenAisModels("api.openai.com", "/v1/models", "Authorization", "x")).isTrue();
    assertThat(listsOpenAisModels("r.openai.azure.com", "/openai/v1/models", "api-key", "x"))
        .isTrue();
    assertThat(listsOpenAisModels("generativelanguage.googleapis.com", "/v1beta/openai/models"))
        .isTrue();
    assertThat(listsOpenAisModels("api.anthropic.com", "/v1/models", "Authorization", "x"))
        .isFalse();
    assertThat(listsOpenAisModels("proxy", "/v1/models", "X-Api-Key", "x")).isFalse();
    assertThat(listsOpenAisModels("generativelanguage.googleapis.com", "/v1/models")).isFalse();
    assertThat(listsOpenAisModels("proxy", "/v1/models?a=1&key=x")).isFalse();
    assertThat(listsOpenAisModels("proxy", "/v1/models?k%65y=x")).isFalse();
    assertThat(listsOpenAisModels("proxy", "/v1/models?monkey=x")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openai/deployments/d/extensions/chat/completions",
        "/openai/deployments/a/b/embeddings"
      })
  void anOperationBelowADeploymentIsNotOurs(String path) {
    assertThat(Recogniser.operation(path)).isNull();
  }

  @Test
  void theNumberOfChoicesIsRead() {
    assertThat(
            read(Operation.CHAT_COMPLETIONS, "/v1/chat/completions", "{\"model\":\"m\",\"n\":3}")
                .call()
                .choices())
        .isEqualTo(3);
    assertThat(
            read(Operation.CHAT_COMPLETIONS, "/v1/chat/completions", "{\"model\":\"m\",\"n\":null}")
                .call()
                .choices())
        .isEqualTo(1);
    assertThat(
            read(
                    Operation.STREAM_GENERATE_CONTENT,
                    "/v1beta/models/g:streamGenerateContent",
                    "{\"generationConfig\":{\"candidateCount\":2}}")
                .call()
                .choices())
        .isEqualTo(2);
  }

  @Test
  void aModelWrittenInEscapesIsRead() {
    Reading reading =
        read(Operation.CHAT_COMPLETIONS, "/v1/chat/completions", "{\"model\":\"gpt\\u002d4\\/o\"}");
    assertThat(reading.call().model()).isEqualTo("gpt-4/o");
    assertThat(reading.body().model()).isEqualTo("gpt-4/o");
  }
}
