import io.ktor.client.engine.okhttp.OkHttp;

/** Ktor's client over its engine of OkHttp. */
public final class KtorOkHttp extends Ktor {
  public KtorOkHttp() {
    super(OkHttp.INSTANCE);
  }
}
