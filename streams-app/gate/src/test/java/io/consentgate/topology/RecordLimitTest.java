// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordLimitTest {

    private static final int KIB = 1024;
    private static final int SMALLEST_OUTPUT = 2 * KIB * KIB;
    private static final int LARGEST_REQUEST = 16 * KIB * KIB;

    /** zstd finds the block again over a distance that lz4 and gzip cannot look back. */
    @ParameterizedTest
    @CsvSource({"none, false", "lz4, false", "gzip, false", "snappy, false", "zstd, true"})
    void shouldHoldARepeatedBlockWhereTheGatesOwnCodecMakesItSmall(String codec, boolean held) {
        assertThat(limit(codec).holds(record(repeated(100 * KIB, 4_000 * KIB)))).isEqualTo(held);
    }

    @ParameterizedTest
    @CsvSource({"none, false", "lz4, true", "gzip, true", "snappy, true", "zstd, true"})
    void shouldHoldWhatIsLargeAndCompresses(String codec, boolean held) {
        assertThat(limit(codec).holds(record(new byte[14 * KIB * KIB]))).isEqualTo(held);
    }

    @ParameterizedTest
    @CsvSource({"none", "lz4", "gzip", "snappy", "zstd"})
    void shouldHoldWhatFitsAnOutputWhateverTheCodec(String codec) {
        RecordLimit limit = limit(codec);

        assertThat(limit.holds(record(repeated(1_900 * KIB, 1_900 * KIB)))).isTrue();
        assertThat(limit.holds(record(repeated(2_000 * KIB, 2_000 * KIB)))).isFalse();
        assertThat(limit.holds(record(new byte[LARGEST_REQUEST]))).isFalse();
    }

    @Test
    void shouldSayWhichLimitIsExceeded() {
        RecordLimit limit = limit("lz4");

        assertThat(limit.exceededBy(record(new byte[LARGEST_REQUEST]))).contains("bytes uncompressed");
        assertThat(limit.exceededBy(record(repeated(100 * KIB, 4_000 * KIB)))).contains("as the gate compresses it");
    }

    private static RecordLimit limit(String codec) {
        Properties options = new Properties();
        options.put(StreamsConfig.APPLICATION_ID_CONFIG, "consent-gate");
        options.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
        options.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), LARGEST_REQUEST);
        options.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), codec);
        return RecordLimit.of(new StreamsConfig(options), SMALLEST_OUTPUT);
    }

    private static byte[] repeated(int block, int size) {
        byte[] random = new byte[block];
        new Random(1).nextBytes(random);
        byte[] bytes = new byte[size];
        for (int at = 0; at < size; at += block) {
            System.arraycopy(random, 0, bytes, at, Math.min(block, size - at));
        }
        return bytes;
    }

    private static Record<byte[], byte[]> record(byte[] value) {
        return new Record<>(new byte[] {1}, value, 0);
    }
}
