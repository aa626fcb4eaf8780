package com.azure.android.communication.calling;

/** Takes the place of the calling SDK's class, so that the examples of the guide compile. */
public final class CallAgent {}
