package com.azure.android.communication.chat;

import com.azure.android.communication.common.CommunicationTokenCredential;

/** Takes the place of the chat SDK's class, so that the examples of the guide compile. */
public final class ChatClientBuilder {

  public ChatClientBuilder endpoint(String endpoint) {
    return this;
  }

  public ChatClientBuilder credential(CommunicationTokenCredential credential) {
    return this;
  }

  public ChatClient buildClient() {
    return new ChatClient();
  }
}
