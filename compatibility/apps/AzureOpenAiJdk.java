import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;

/** azure-ai-openai over the JDK's client. */
public final class AzureOpenAiJdk extends AzureOpenAi {
  public AzureOpenAiJdk() {
    super(new JdkHttpClientBuilder().build());
  }
}
