package io.ailb.agent.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.client.ChatRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of JSON and tables, as items. */
class RecordsTest {
  private static LineReader lines(String text) {
    return new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8)), Input.LONGEST);
  }

  private static List<Item> items(Records records) throws IOException, Refusal {
    List<Item> items = new ArrayList<>();
    for (Item item = records.next(); item != null; item = records.next()) {
      items.add(item);
    }
    return items;
  }

  private static Item json(String line) throws IOException, Refusal {
    return items(new JsonRecords(lines(line), "m")).get(0);
  }

  private static List<Item> table(String template, String text) throws IOException, Refusal {
    return items(new CsvRecords(lines(text), new Template(template), "m"));
  }

  private static String prompt(Item item) {
    ChatRequest request = item.request().get();
    return request.messages().get(request.messages().size() - 1).content();
  }

  @Test
  void aLineOfTheBatchApiIsItsBodyAsItStands() throws Exception {
    Item item =
        json(
            "{\"custom_id\": \"ü-1\", \"method\": \"POST\", \"url\": \"/v1/chat/completions\","
                + " \"body\": {\"model\": \"x\",  \"n\":1.50, \"s\": \"}é{\"} , \"more\": 12}");

    assertThat(item.problem()).isNull();
    assertThat(item.id()).isEqualTo("ü-1");
    assertThat(item.request().get().path()).isEqualTo("/v1/chat/completions");
    assertThat(item.request().get().toString()).endsWith(", 38 bytes");
  }

  @Test
  void whoNamesNoModelIsGivenOne() throws Exception {
    String body = "{\"custom_id\":5,\"url\":\"https://api.openai.com/v1/responses\",\"body\":%s}";

    Item item = json(body.formatted("{\"input\":\"x\"}"));
    assertThat(item.id()).isEqualTo("5");
    assertThat(item.request().get().path()).isEqualTo("/v1/responses");
    assertThat(item.request().get().toString()).endsWith(", 25 bytes"); // {"model":"m","input":"x"}
    assertThat(json(body.formatted("{}")).request().get().toString()).endsWith(", 13 bytes");

    Item none =
        items(new JsonRecords(lines(body.formatted("{}") + "\n{\"prompt\":\"x\"}"), null)).get(0);
    assertThat(none.problem()).extracting(Problem::code).isEqualTo("no_model");
    Item gemini =
        items(
                new JsonRecords(
                    lines("{\"url\":\"/v1beta/models/gemini-x:generateContent\",\"body\":{}}"),
                    null))
            .get(0);
    assertThat(gemini.problem()).isNull();
  }

  @Test
  void aPromptHasItsSettings() throws Exception {
    Item item =
        json(
            "{\"prompt\":\"Hi\",\"system\":\"Be brief\",\"model\":\"x\",\"max_tokens\":7,"
                + "\"temperature\":0.25,\"id\":\"a\"}");

    ChatRequest request = item.request().get();
    assertThat(item.id()).isEqualTo("a");
    assertThat(request.messages()).extracting("content").containsExactly("Be brief", "Hi");
    assertThat(request.model()).isEqualTo("x");
    assertThat(request.maxTokens()).isEqualTo(7);
    assertThat(request.temperature()).isEqualTo(0.25);
    assertThat(json("{\"prompt\":\"Hi\"}").request().get().model()).isEqualTo("m");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"prompt\":\"a\"            | invalid_line       | line 1: it is not JSON: Unexpected",
        "[1]                          | invalid_line       | line 1: no object of JSON",
        "{} {}                        | invalid_line       | line 1: more behind the object",
        "{\"prompt\":7}               | invalid_line       | line 1: it has neither a body nor a",
        "{\"prompt\":\"a\",\"max_tokens\":0} | invalid_line | line 1: max_tokens is a whole number",
        "{\"prompt\":\"a\",\"max_tokens\":\"7\"} | invalid_line | line 1: max_tokens is no number",
        "{\"prompt\":\"a\",\"temperature\":-1} | invalid_line | line 1: temperature is 0 or more",
        "{\"url\":\"/v1/x\",\"body\":[]} | invalid_line    | line 1: its body is no object",
        "{\"body\":{}}                | unknown_url        | line 1: it has no url, such as",
        "{\"url\":\"/v1/x\",\"method\":\"GET\",\"body\":{}} | unsupported_method | line 1: the"
            + " meth",
        "{\"url\":\"/v1/x\",\"body\":{\"stream\":true}} | streaming | line 1: an answer of a batch",
      })
  void whatCannotBeAskedSaysWhy(String line, String code, String message) throws Exception {
    Item item = json(line);

    assertThat(item.problem()).isNotNull();
    assertThat(item.problem().code()).isEqualTo(code);
    assertThat(item.problem().message()).startsWith(message).doesNotContain("Source", "\n");
  }

  @Test
  void oneBadLineIsNoHindrance() throws Exception {
    List<Item> items =
        items(
            new JsonRecords(
                lines("\n{\"prompt\":\"a\"}\r\nnonsense\n  \n{\"prompt\":\"b\"}"), "m"));

    assertThat(items).extracting(Item::id).containsExactly("line-2", "line-3", "line-5");
    assertThat(items).extracting(item -> item.problem() == null).containsExactly(true, false, true);
  }

  @Test
  void aTableFillsTheTemplate() throws Exception {
    List<Item> items =
        table(
            "{text} to {the lang}: {{text}} {\"a\": {}}",
            String.join(
                "\r\n",
                "id, text,the lang",
                "a,\"He said \"\"hi, you\"\"",
                "and left\",Dutch",
                ",plain $1 \\,fr",
                "",
                "c,\"\",\"é\""));

    assertThat(items).extracting(Item::id).containsExactly("a", "line-4", "c");
    assertThat(items)
        .extracting(RecordsTest::prompt)
        .containsExactly(
            "He said \"hi, you\"\nand left to Dutch: {text} {\"a\": {}}",
            "plain $1 \\ to fr: {text} {\"a\": {}}",
            " to é: {text} {\"a\": {}}");
    assertThat(new String(items.get(1).again(), UTF_8))
        .isEqualTo(
            "{\"prompt\":\"plain $1 \\\\ to fr: {text} {\\\"a\\\": {}}\",\"model\":\"m\"}\n");
  }

  @Test
  void aBrokenRecordTakesNoOtherAlong() throws Exception {
    List<Item> items = table("{a}", "a,b\n1,2\nx\"y,2\n\"q\"z,2\n1,2,3\n\"open,2\n3,4\n5,6\n");

    assertThat(items)
        .extracting(item -> item.problem() == null ? prompt(item) : item.problem().message())
        .containsExactly(
            "1",
            "line 3: a quote inside of a field that does not begin with one, at byte 2",
            "line 4: text behind a closing quote, at byte 3",
            "line 5: 3 fields, but 2 columns",
            "line 6: a quote stays open",
            "3",
            "5");
  }

  @Test
  void anotherTemplateIsAnotherQuestion() throws Exception {
    Item one = table("{a}", "a\n1\n").get(0);

    assertThat(table("{a}", "a\n1\n").get(0).fingerprint()).isEqualTo(one.fingerprint());
    assertThat(table("{a}!", "a\n1\n").get(0).fingerprint()).isNotEqualTo(one.fingerprint());
    assertThat(table("{a}", "a\n2\n").get(0).fingerprint()).isNotEqualTo(one.fingerprint());
  }

  @Test
  void aTableThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> table("{tx}", "text,lang\n1,2\n"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("{tx}, but the columns are text, lang");
    assertThatThrownBy(() -> table("{a}", "a,a\n1,2\n")).hasMessageContaining("the same name");
    assertThatThrownBy(() -> table("{a}", "\"a\n1,2\n")).hasMessageContaining("a quote stays open");
  }

  @ParameterizedTest
  @CsvSource({"5USD,5,USD", "5 EUR,5,EUR", "0.50usd,0.5,USD", "' 12.5 eur ',12.5,EUR"})
  void aBudgetHasACurrency(String text, double amount, String currency) {
    assertThat(Budget.of(text)).isEqualTo(new Budget(amount, currency));
  }

  @ParameterizedTest
  @CsvSource({"5", "USD", "0USD", "-1USD", "5 $", "''", "1e3USD"})
  void otherWordsAreNone(String text) {
    assertThatThrownBy(() -> Budget.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as 5USD");
  }
}
