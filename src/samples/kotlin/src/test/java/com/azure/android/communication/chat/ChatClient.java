package com.azure.android.communication.chat;

/** Takes the place of the chat SDK's class, so that the examples of the guide compile. */
public final class ChatClient {}
