package com.azure.android.communication.calling;

import android.content.Context;
import com.azure.android.communication.common.CommunicationTokenCredential;
import java9.util.concurrent.CompletableFuture;

/** Takes the place of the calling SDK's class, so that the examples of the guide compile. */
public final class CallClient {

  public CompletableFuture<CallAgent> createCallAgent(
      Context context, CommunicationTokenCredential credential) {
    return CompletableFuture.completedFuture(new CallAgent());
  }
}
