package dev.acstoken.client.guide;

import com.azure.communication.chat.ChatClient;
import com.azure.communication.chat.ChatClientBuilder;
import dev.acstoken.client.AcsTokens;
import dev.acstoken.client.RefusedException;
import dev.acstoken.client.Session;
import dev.acstoken.client.UnavailableException;
import java.net.URI;
import java.util.function.BiConsumer;

/** Lets a user chat until they sign out. */
final class Chat {

  private Chat() {}

  static String chat(Session session, BiConsumer<ChatClient, String> untilTheUserSignsOut)
      throws InterruptedException {
    var endpoint = URI.create("https://contoso.azurewebsites.net/api");
    try (var tokens = AcsTokens.signIn(endpoint, session)) {
      var chat =
          new ChatClientBuilder()
              .endpoint(tokens.endpoint())
              .credential(tokens.credential())
              .buildClient();
      untilTheUserSignsOut.accept(chat, tokens.communicationUserId());
      tokens.signOut();
      return "Bye.";
    } catch (RefusedException e) {
      return "You may not chat here: " + e.code().orElse("") + ". Support knows why.";
    } catch (UnavailableException e) {
      return "The chat is unavailable. Try again later.";
    }
  }
}
