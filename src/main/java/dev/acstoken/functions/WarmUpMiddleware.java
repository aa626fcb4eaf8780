package dev.acstoken.functions;

import com.microsoft.azure.functions.internal.spi.middleware.Middleware;
import com.microsoft.azure.functions.internal.spi.middleware.MiddlewareChain;
import com.microsoft.azure.functions.internal.spi.middleware.MiddlewareContext;
import dev.acstoken.app.TokenEndpoint;

/**
 * Begins to warm the endpoint up when the Java worker loads the app. Middleware is all that a
 * worker makes before the first request; this one adds nothing to a call.
 */
public final class WarmUpMiddleware implements Middleware {

  /** For the worker, which finds this class as a service. */
  public WarmUpMiddleware() {
    TokenEndpoint.warmUp();
  }

  @Override
  public void invoke(MiddlewareContext context, MiddlewareChain chain) throws Exception {
    chain.doNext(context);
  }
}
