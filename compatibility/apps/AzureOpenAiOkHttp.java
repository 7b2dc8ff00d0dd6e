import com.azure.core.http.okhttp.OkHttpAsyncHttpClientBuilder;

/** azure-ai-openai over OkHttp. */
public final class AzureOpenAiOkHttp extends AzureOpenAi {
  public AzureOpenAiOkHttp() {
    super(new OkHttpAsyncHttpClientBuilder().build());
  }
}
