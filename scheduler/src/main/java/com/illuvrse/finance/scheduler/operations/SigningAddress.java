package com.illuvrse.finance.scheduler.operations;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code signing.*} of the settings. */
@ConfigurationProperties(prefix = "signing", ignoreUnknownFields = false)
public record SigningAddress(
        String region,
        String logKey,
        String reportsKey,
        String saltKey,
        String vaultKey,
        String vaultLookupKey,
        Path registryFolder) {}
