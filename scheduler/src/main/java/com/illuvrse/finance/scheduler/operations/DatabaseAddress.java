package com.illuvrse.finance.scheduler.operations;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code database.*} of the settings. */
@ConfigurationProperties(prefix = "database", ignoreUnknownFields = false)
public record DatabaseAddress(
        String url,
        String owner,
        Path ownerPasswordFile,
        String application,
        Path applicationPasswordFile) {}
