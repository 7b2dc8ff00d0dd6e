package io.ailb.recognise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.HttpFields;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {
  private static final Origin HERE = new Origin("https", "h", 443);

  private static Recogniser.Reading read(Operation operation, String path, String members) {
    String body = members.replace('\'', '"');
    return Recogniser.read(
        operation, "POST", HERE, path, null, HttpFields.none(), body.getBytes(UTF_8));
  }

  private static References responses(String members) {
    return read(Operation.RESPONSES, "/v1/responses", "{'model':'m'," + members + "}").references();
  }

  private static References chat(String messages) {
    String body = "{'messages':" + messages + ",'model':'m'}";
    return read(Operation.CHAT_COMPLETIONS, "/v1/chat/completions", body).references();
  }

  private static References messages(String members) {
    return read(Operation.MESSAGES, "/v1/messages", "{'model':'m'," + members + "}").references();
  }

  private static References gemini(String members) {
    String path = "/v1beta/models/g:generateContent";
    return read(Operation.GENERATE_CONTENT, path, "{" + members + "}").references();
  }

  // OpenAI Responses.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'previous_response_id':'resp_1' | resp_1",
        "'conversation':'conv_1' | conv_1",
        "'conversation':{'x':[],'id':'conv_1'} | conv_1",
        "'prompt':{'id':'pmpt_1','variables':{'id':'no'}} | pmpt_1",
        "'input':[{'type':'item_reference','id':'msg_1'}] | msg_1",
        "'input':[{'id':'msg_1','type':'item_reference'}] | msg_1",
        "'input':[{'content':[{'type':'input_file','file_id':'file-1'}]}] | file-1",
        "'input':[{'content':[{'file_id':'file-1','type':'input_image'}]}] | file-1",
        "'input':[{'type':'function_call_output','output':[{'type':'input_file','file_id':'file-1'}]}] | file-1",
        "'tools':[{'type':'code_interpreter','container':'cntr_1'}] | cntr_1",
        "'tools':[{'container':{'type':'auto','file_ids':['file-1']}}] | file-1",
        "'tools':[{'type':'file_search','vector_store_ids':['vs_1']}] | vs_1"
      })
  void responsesName(String members, String id) {
    assertThat(responses(members).named()).containsExactly(id);
    assertThat(responses(members).mentioned()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'input':[{'type':'reasoning','id':'rs_1','summary':[]}] | rs_1",
        "'input':[{'type':'code_interpreter_call','id':'ci_1','container_id':'cntr_1'}] | cntr_1",
        "'input':[{'content':[{'annotations':[{'type':'file_citation','file_id':'file-1'}]}]}] | file-1"
      })
  void whatTheModelSaidIsOnlyMentioned(String members, String id) {
    assertThat(responses(members).named()).isEmpty();
    assertThat(responses(members).mentioned()).containsExactly(id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'input':'previous_response_id'",
        "'previous_response_id':null",
        "'previous_response_id':''",
        "'conversation':{}",
        "'input':[{'type':'reasoning','id':'rs_1','encrypted_content':'x'}]",
        "'input':[{'type':'message','id':'msg_1','content':[]},{'type':'reasoning'}]",
        "'input':[{'content':'file_id'},{'content':[{'type':'input_file','file_id':null}]}]",
        "'tools':[{'type':'function','parameters':{'container':'cntr_1','file_ids':['x']}}]",
        "'tools':[{'container':{'type':'auto'}}], 'metadata':{'previous_response_id':'resp_1'}"
      })
  void whatOnlyLooksLikeAReferenceIsNone(String members) {
    assertThat(responses(members).named()).isEmpty();
    assertThat(responses(members).mentioned()).isEmpty();
  }

  @Test
  void theyComeInTheirOrder() {
    References references =
        responses(
            "'input':[{'content':[{'type':'input_file','file_id':'file-1'}]}],'previous_response_id':'resp_1'");
    assertThat(references.named()).containsExactly("file-1", "resp_1");
  }

  // The others.

  @Test
  void aChatNamesFiles() {
    assertThat(
            chat("[{'role':'user','content':[{'type':'file','file':{'file_id':'file-1'}}]}]")
                .named())
        .containsExactly("file-1");
    assertThat(
            chat("[{'role':'assistant','tool_calls':[{'function':{'arguments':'file_id'}}]}]")
                .named())
        .isEmpty();
  }

  @Test
  void anthropicsMessagesNameContainersAndFiles() {
    String file = "'messages':[{'content':[{'source':{'type':'file','file_id':'file_1'}}]}]";
    assertThat(messages(file).named()).containsExactly("file_1");
    assertThat(
            messages("'messages':[{'content':[{'type':'container_upload','file_id':'file_1'}]}]")
                .named())
        .containsExactly("file_1");
    assertThat(messages("'container':'container_1','messages':[]").named())
        .containsExactly("container_1");
    assertThat(messages("'container':{'id':'container_1','skills':[{'id':'no'}]}").named())
        .containsExactly("container_1");
    assertThat(messages("'container':{'skills':[]},'messages':[]").named()).isEmpty();
    assertThat(messages("'container':null").named()).isEmpty();
  }

  @Test
  void theArgumentsOfAFunctionHaveNamesOfTheirOwn() {
    References references =
        messages(
            "'messages':[{'content':[{'type':'tool_use','input':{'type':'file','file_id':'mine'}}]}]");
    assertThat(references.named()).isEmpty();
    assertThat(references.mentioned()).isEmpty();
  }

  @Test
  void geminiNamesCachedContentsAndFilesOfItsOwn() {
    assertThat(gemini("'cachedContent':'cachedContents/1'").named())
        .containsExactly("cachedContents/1");
    String uri = "https://generativelanguage.googleapis.com/v1beta/files/abc";
    String contents = "'contents':[{'parts':[{'fileData':{'fileUri':'%s'}}]}]";
    assertThat(gemini(contents.formatted(uri)).named()).containsExactly("files/abc");
    assertThat(gemini(contents.formatted("https://www.youtube.com/watch?v=1")).named()).isEmpty();
    assertThat(gemini(contents.formatted("https://cdn.example/files/abc")).named()).isEmpty();
    assertThat(
            gemini("'contents':[{'parts':[{'functionCall':{'args':{'fileUri':'" + uri + "'}}}]}]")
                .named())
        .isEmpty();
  }

  @Test
  void nestingWithoutEndIsNotFollowed() {
    String deep = "[".repeat(100_000) + "'file_id'" + "]".repeat(100_000);
    assertThat(chat(deep).named()).isEmpty();
  }

  // Paths.

  @ParameterizedTest
  @CsvSource({
    "/v1/responses/resp_1, resp_1, /responses/resp_1",
    "/openai/v1/responses/resp_1/cancel, resp_1, /responses/resp_1/cancel",
    "/v1/containers/cntr_1/files/cfile_1/content, cntr_1, /containers/cntr_1/files/cfile_1/content",
    "/v1/files/file%5F1, file_1, /files/file%5F1"
  })
  void aPathIsAboutOneThing(String path, String id, String end) {
    Recogniser.Kept kept = Recogniser.kept(path);
    assertThat(kept.id()).isEqualTo(id);
    assertThat(path.substring(kept.from())).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({"/v1/responses", "/v1/responses/", "/v1/models/responses", "files/x", "/"})
  void orAboutNone(String path) {
    assertThat(Recogniser.kept(path)).isNull();
  }
}
