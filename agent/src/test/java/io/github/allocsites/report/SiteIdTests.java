// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteIdTests {
    private static final String MAPPER = "com.acme.OrderMapper";
    private static final String DESCRIPTOR = "(Lcom/acme/Order;)Lcom/acme/OrderDto;";
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    @Test
    void shouldNeverChangeFromReleaseToRelease() {
        long id = SiteId.of(MAPPER, "toDto", DESCRIPTOR, 42, "byte[]");
        assertThat(SiteId.text(id)).isEqualTo(reference(MAPPER, "toDto", DESCRIPTOR, 42, "byte[]"));
        assertThat(SiteId.text(SiteId.of(null, null, null, 0, "byte[]")))
                .isEqualTo(reference(null, null, null, 0, "byte[]"));
        assertThat(SiteId.text(SiteId.of("é\ud83d\ude00", "", "", -1, "\ud800")))
                .isEqualTo(reference("é\ud83d\ude00", "", "", -1, "\ud800"));
    }

    @Test
    void shouldDependOnEveryPart() {
        Set<Long> ids = new HashSet<>();
        ids.add(SiteId.of(MAPPER, "toDto", DESCRIPTOR, 42, "byte[]"));
        ids.add(SiteId.of(MAPPER + "2", "toDto", DESCRIPTOR, 42, "byte[]"));
        ids.add(SiteId.of(MAPPER, "toDto2", DESCRIPTOR, 42, "byte[]"));
        ids.add(SiteId.of(MAPPER, "toDto", "()V", 42, "byte[]"));
        ids.add(SiteId.of(MAPPER, "toDto", DESCRIPTOR, 43, "byte[]"));
        ids.add(SiteId.of(MAPPER, "toDto", DESCRIPTOR, 42 << 16, "byte[]"));
        ids.add(SiteId.of(MAPPER, "toDto", DESCRIPTOR, 42, "int[]"));
        ids.add(SiteId.of(MAPPER, "toDto", DESCRIPTOR, 42, null));
        ids.add(SiteId.of(MAPPER, "toDto", DESCRIPTOR, 42, ""));
        ids.add(SiteId.of(MAPPER + "toDto", "", DESCRIPTOR, 42, "byte[]"));
        ids.add(SiteId.of("", MAPPER + "toDto", DESCRIPTOR, 42, "byte[]"));
        assertThat(ids).hasSize(11);
    }

    @Test
    void shouldNotCollideOnNeighbours() {
        Set<Long> ids = new HashSet<>();
        for (int line = 0; line < 100_000; line++) {
            ids.add(SiteId.of(MAPPER, "toDto", DESCRIPTOR, line, "byte[]"));
        }
        assertThat(ids).hasSize(100_000);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0000000000000000",
        "1, 0000000000000001",
        "-1, ffffffffffffffff",
        "-2401053089206453576, deadbeefcafebab8"
    })
    void shouldShowSixteenDigits(long id, String text) {
        assertThat(SiteId.text(id)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme.A$$Lambda/0x00007f3c3c001000, com.acme.A$$Lambda",
        "com.acme.A$$Lambda$14/0x0000000800c03a00, com.acme.A$$Lambda",
        "com.acme.A$$Lambda$14/1324119927, com.acme.A$$Lambda",
        "com.acme.A$$Lambda$14, com.acme.A$$Lambda",
        "com.acme.A$$Lambda+0x00007f3c3c001000, com.acme.A$$Lambda",
        "com.acme.A$$Lambda.0x00007f3c3c001000, com.acme.A$$Lambda",
        "com.acme.A$$Lambda/0x00007f3c3c001000[][], com.acme.A$$Lambda[][]",
        "java.lang.invoke.LambdaForm$MH/0x00007f3c3c001000, java.lang.invoke.LambdaForm$MH",
        "java.lang.invoke.LambdaForm$DMH/0x0000000800c03a00, java.lang.invoke.LambdaForm$DMH",
        "java.lang.invoke.LambdaForm$MH012, java.lang.invoke.LambdaForm$MH",
        "java.lang.String$$StringConcat/0x00007f3c3c001000, java.lang.String$$StringConcat",
        "jdk.proxy2.$Proxy12, jdk.proxy.$Proxy",
        "Ljdk/proxy2/$Proxy12;, Ljdk/proxy/$Proxy;",
        "com.sun.proxy.$Proxy7, com.sun.proxy.$Proxy",
        "com.acme.$Proxy7[], com.acme.$Proxy[]",
        "$Proxy7, $Proxy",
        "com.acme.A$$SpringCGLIB$$0, com.acme.A$$SpringCGLIB",
        "com.acme.A$$SpringCGLIB$$FastClass$$1, com.acme.A$$SpringCGLIB$$FastClass",
        "com.acme.A$$EnhancerBySpringCGLIB$$1a2b3c4d, com.acme.A$$EnhancerBySpringCGLIB",
        "com.acme.A$$EnhancerByCGLIB$$1a2b3c4d_2, com.acme.A$$EnhancerByCGLIB",
        "com.acme.A$$FastClassBySpringCGLIB$$ffffffff, com.acme.A$$FastClassBySpringCGLIB",
        "com.acme.A$$EnhancerByGuice$$1a2b, com.acme.A$$EnhancerByGuice",
        "CGLIB$STATICHOOK42, CGLIB$STATICHOOK",
        "jdk.internal.reflect.GeneratedConstructorAccessor7, jdk.internal.reflect.GeneratedConstructorAccessor",
        "sun.reflect.GeneratedMethodAccessor3, sun.reflect.GeneratedMethodAccessor",
        "jdk.internal.reflect.GeneratedSerializationConstructorAccessor1,"
                + " jdk.internal.reflect.GeneratedSerializationConstructorAccessor",
        "com.acme.Order$HibernateProxy$Xk3Qp1Za, com.acme.Order$HibernateProxy",
        "com.acme.Order$HibernateAccessOptimizer$x1, com.acme.Order$HibernateAccessOptimizer",
        "com.acme.A$ByteBuddy$AbC12, com.acme.A$ByteBuddy",
        "com.acme.A$ByteBuddy$AbC12$auxiliary$dEf, com.acme.A$ByteBuddy$auxiliary",
        "com.acme.A$MockitoMock$1234567, com.acme.A$MockitoMock"
    })
    void shouldTakeNumbersOutOfGeneratedNames(String name, String normalised) {
        assertThat(SiteId.normalise(name)).isEqualTo(normalised);
        assertThat(SiteId.normalise(normalised)).isSameAs(normalised);
        assertThat(SiteId.of(name, "m", "()V", 1, "byte[]")).isEqualTo(SiteId.of(normalised, "m", "()V", 1, "byte[]"));
        assertThat(SiteId.of("A", "m", "()V", 1, name)).isEqualTo(SiteId.of("A", "m", "()V", 1, normalised));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "$",
                "1",
                "/",
                "$$$$",
                "com.acme.A$1",
                "com.acme.A$1Local",
                "com.acme.V2",
                "com.acme2.A",
                "com.acme.A$Proxy1",
                "com.acme.L$Proxy1",
                "com.acme.jdk.proxy2x.A",
                "com.acme.MethodAccessor3",
                "com.acme.GeneratedMethodAccessor3b",
                "com.acme.A$$SpringCGLIB$$",
                "com.acme.A$$SpringCGLIB$$Face",
                "com.acme.A$ByteBuddy$",
                "com.acme.ByteBuddy$A",
                "org.hibernate.proxy.HibernateProxy$Kind",
                "com.acme.A/0x",
                "com.acme.A/0xyz",
                "com.acme.A/x0",
                "com/acme/A1",
                "(I[JLcom/acme/A2;)V",
                "lambda$main$0",
                "com.acme.A.0"
            })
    void shouldLeaveOtherNamesAlone(String name) {
        assertThat(SiteId.normalise(name)).isSameAs(name);
    }

    @Test
    void shouldLeaveNullAlone() {
        assertThat(SiteId.normalise(null)).isNull();
    }

    @Test
    void shouldEndAtAnyText() {
        String[] pieces = {"$", "$$", "Lambda", "/", "0x", "1f", "CGLIB$$", "_", ".", "$Proxy", "$ByteBuddy$", "\ud800"
        };
        Random random = new Random(42);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int j = random.nextInt(8); j >= 0; j--) {
                name.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThat(SiteId.normalise(name.toString()).length()).isLessThanOrEqualTo(name.length());
        }
    }

    @Test
    void shouldKnowTheNamesThisJvmGenerates() {
        int here = getClass().getName().length();
        Supplier<String> lambda = () -> "" + here;
        assertThat(SiteId.normalise(lambda.getClass().getName()))
                .isEqualTo(getClass().getName() + "$$Lambda");
        InvocationHandler nothing = (proxy, method, arguments) -> null;
        ClassLoader loader = getClass().getClassLoader();
        Object proxy = Proxy.newProxyInstance(loader, new Class<?>[] {Runnable.class}, nothing);
        assertThat(SiteId.normalise(proxy.getClass().getName())).matches("(jdk\\.proxy|com\\.sun\\.proxy)\\.\\$Proxy");
    }

    /** The same hash, written down a second time with numbers that cannot overflow. */
    private static String reference(String className, String method, String descriptor, int line, String type) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (String text : new String[] {className, method, descriptor}) {
            writeText(octets, text);
        }
        octets.writeBytes(new byte[] {(byte) (line >> 24), (byte) (line >> 16), (byte) (line >> 8), (byte) line});
        writeText(octets, type);
        BigInteger hash = new BigInteger("cbf29ce484222325", 16);
        for (byte octet : octets.toByteArray()) {
            hash = hash.xor(BigInteger.valueOf(octet & 0xFF)).multiply(BigInteger.valueOf(0x100000001b3L));
            hash = hash.mod(TWO_TO_64);
        }
        hash = xorShift(hash).multiply(new BigInteger("ff51afd7ed558ccd", 16)).mod(TWO_TO_64);
        hash = xorShift(hash).multiply(new BigInteger("c4ceb9fe1a85ec53", 16)).mod(TWO_TO_64);
        return String.format("%016x", xorShift(hash));
    }

    private static BigInteger xorShift(BigInteger hash) {
        return hash.xor(hash.shiftRight(33));
    }

    private static void writeText(ByteArrayOutputStream octets, String text) {
        if (text == null) {
            octets.writeBytes(new byte[] {-1, -2});
        } else {
            for (char c : text.toCharArray()) {
                octets.writeBytes(new byte[] {(byte) (c >> 8), (byte) c});
            }
        }
        octets.writeBytes(new byte[] {-1, -1});
    }
}
