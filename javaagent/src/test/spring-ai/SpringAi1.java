import io.ailb.agent.app.Loops;
import java.util.List;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.api.OpenAiApi;
import org.springframework.ai.retry.RetryUtils;
import org.springframework.http.client.OkHttp3ClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Spring AI 1.1 over OkHttp. Its default RetryTemplate, but for the pauses: this one has 100 ms. */
class SpringAi1 {
  public static void main(String[] arguments) throws Exception {
    OpenAiApi api =
        OpenAiApi.builder()
            .baseUrl(arguments[0].replace("/v1", ""))
            .apiKey("the-applications-own-key")
            .restClientBuilder(
                RestClient.builder().requestFactory(new OkHttp3ClientHttpRequestFactory()))
            .build();
    OpenAiChatModel chat =
        OpenAiChatModel.builder()
            .openAiApi(api)
            .retryTemplate(RetryUtils.SHORT_RETRY_TEMPLATE)
            .build();
    Loops.run(
        (model, stream) ->
            chat.call(new Prompt("hello", OpenAiChatOptions.builder().model(model).build())),
        List.of(arguments).subList(1, arguments.length));
  }
}
