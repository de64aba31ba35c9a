package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.exporters.informationreturn.Filer;
import com.illuvrse.finance.exporters.informationreturn.FormTables;
import com.illuvrse.finance.exporters.informationreturn.PaidRow;
import com.illuvrse.finance.exporters.informationreturn.SaleRow;
import com.illuvrse.finance.exporters.informationreturn.WithholdingRow;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.Header;
import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.exporters.report.SetFile;
import com.illuvrse.finance.exporters.report.TieOut;
import com.illuvrse.finance.informationreturn.Forms;
import com.illuvrse.finance.informationreturn.InformationReturns;
import com.illuvrse.finance.informationreturn.PaidFact;
import com.illuvrse.finance.informationreturn.Question;
import com.illuvrse.finance.informationreturn.SaleFact;
import com.illuvrse.finance.informationreturn.TaxPayee;
import com.illuvrse.finance.informationreturn.Tie;
import com.illuvrse.finance.informationreturn.WithheldTax;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.CreatorAccounts;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.InformationReturnFacts;
import com.illuvrse.finance.jobs.postgres.InformationReturnFacts.AdvancePaid;
import com.illuvrse.finance.jobs.postgres.InformationReturnFacts.Kept;
import com.illuvrse.finance.jobs.postgres.InformationReturnFacts.Sold;
import com.illuvrse.finance.jobs.postgres.InformationReturnFacts.TaxMoved;
import com.illuvrse.finance.jobs.postgres.InformationReturnFacts.Worked;
import com.illuvrse.finance.jobs.postgres.ReferenceRates;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.DayRates;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.money.ReferenceRate;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.order.OrderPlaced;
import com.illuvrse.finance.payout.Earning;
import com.illuvrse.finance.payout.IncomeType;
import com.illuvrse.finance.payout.OpenItems;
import com.illuvrse.finance.payout.Payee;
import com.illuvrse.finance.payout.PaymentFact;
import com.illuvrse.finance.payout.SaleShare;
import com.illuvrse.finance.payout.TaxStatus;
import com.illuvrse.finance.payout.Withholding.Regime;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.ContractBook;
import com.illuvrse.finance.royalty.Party;
import com.illuvrse.finance.tax.TaxRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the year's facts and forms for the filer of US information returns (reports, section 3.3).
 *
 * <p>Facts stream from the sealed entries into their worksheets; what is kept are sums by payee and
 * the payments tax was kept back of. The same facts are asked of the postings again, for the
 * tie-out.
 */
final class MakeInformationReturns implements SetMaker {

    private static final Currency USD = Currency.of("USD");
    private static final String MAX_AGE = "fx.reference.max_age_days";
    private static final int AT_ONCE = 500;
    private static final int REMEMBERED = 5_000;

    private final InformationReturnFacts facts;
    private final CreatorAccounts accounts;
    private final ContractFacts contractFacts;
    private final ReportPeriod period;
    private final int year;
    private final ZoneId zone;
    private final Filer filer;
    private final Path folder;
    private final DayRates rates;
    private final InformationReturns returns;
    private final Map<String, List<TaxPayee>> payees = remembering();
    private final Map<String, ContractBook> contracts = remembering();
    private final Set<ReferenceRate> used = new HashSet<>();
    private final List<SetFile> files = new ArrayList<>();
    private final List<WithholdingRow> withheld = new ArrayList<>();

    MakeInformationReturns(
            Database database,
            ReportPeriod period,
            ReportSettings.Us settings,
            TaxRules rules,
            Path folder) {
        this.period = period;
        this.year = period.firstDay().getYear();
        this.zone = settings.zone();
        this.folder = folder;
        this.filer =
                new Filer(
                        year,
                        settings.payer(),
                        settings.mcc(),
                        settings.agentChapter3(),
                        settings.agentChapter4(),
                        settings.chapter4Exemption());
        this.facts = new InformationReturnFacts(database, year, zone, period.known());
        this.contractFacts = ContractFacts.told(database);
        this.accounts = new CreatorAccounts(database, contractFacts);
        int age = rules.on(MAX_AGE, period.lastSealed()).number();
        this.rates =
                new DayRates(
                        new ReferenceRates(database)
                                .between(period.firstDay().minusDays(age), period.known()),
                        age);
        this.returns =
                new InformationReturns(
                        year, rules, payee -> payee(payee, LocalDate.of(year, 12, 31)));
    }

    private static <V> Map<String, V> remembering() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    @Override
    public MadeSet make() throws IOException {
        sales();
        worked();
        payments();
        deposits();
        withheld.sort(WithholdingRow.ORDER);
        Forms forms = returns.forms();
        FormTables tables = new FormTables(filer);
        write(tables.sales(), forms.sales(), FormTables.SALES, FormTables.KEY);
        write(tables.royalties(), forms.royalties(), FormTables.ROYALTIES, FormTables.KEY);
        write(tables.services(), forms.services(), FormTables.SERVICES, FormTables.KEY);
        write(tables.foreign(), forms.foreign(), FormTables.FOREIGN, FormTables.FOREIGN_KEY);
        write(WithholdingRow.TABLE, withheld, WithholdingRow.HEADER, WithholdingRow.KEY);
        return new MadeSet(files, issues(forms), ties(forms), List.of(), used());
    }

    private <R> void write(CsvTable<R> table, List<R> rows, String header, List<String> key)
            throws IOException {
        requireColumns(table, header);
        table.write(folder.resolve(table.file()), rows);
        add(table, rows.size(), header, key);
    }

    private void add(CsvTable<?> table, long rows, String header, List<String> key) {
        files.add(
                new SetFile(
                        table.file(),
                        rows,
                        header,
                        key,
                        SetFile.Classification.CONFIDENTIAL,
                        Map.of()));
    }

    private static void requireColumns(CsvTable<?> table, String header) {
        List<String> columns = table.columns().stream().map(CsvTable.CsvColumn::name).toList();
        if (!columns.equals(Header.of(header))) {
            throw new IllegalStateException(
                    "the columns of %s are %s, expected those of %s"
                            .formatted(table.file(), columns, header));
        }
    }

    private void sales() throws IOException {
        requireColumns(SaleRow.TABLE, SaleRow.HEADER);
        try (Stream<Sold> sold = facts.sales();
                CsvTable.Rows<SaleRow> rows =
                        SaleRow.TABLE.writeTo(folder.resolve(SaleRow.TABLE.file()))) {
            List<SaleFact> ofCharge = new ArrayList<>();
            String charge = "";
            for (Iterator<Sold> each = sold.iterator(); each.hasNext(); ) {
                Sold next = each.next();
                if (!next.charge().equals(charge)) {
                    write(ofCharge, rows);
                    charge = next.charge();
                }
                ofCharge.addAll(facts(next));
            }
            write(ofCharge, rows);
            add(SaleRow.TABLE, rows.rows(), SaleRow.HEADER, SaleRow.KEY);
        }
    }

    private List<SaleFact> facts(Sold sold) {
        LocalDate day = LocalDate.ofInstant(sold.chargedAt(), zone);
        DayRate rate = rate(sold.currency(), day);
        return SaleShare.parts(sold.net(), sold.order().lines(), contractsOf(sold.order())).stream()
                .filter(part -> part.amount() != 0)
                .map(
                        part ->
                                new SaleFact(
                                        sold.entry(),
                                        sold.order().order(),
                                        sold.charge(),
                                        sold.chargedAt(),
                                        day,
                                        part,
                                        Money.of(part.amount(), sold.currency()),
                                        rate))
                .toList();
    }

    private java.util.function.Function<String, Optional<Contract>> contractsOf(OrderPlaced order) {
        LocalDate day = AccountingDay.containing(order.occurredAt(), period.zone()).date();
        return name -> contract(name, day);
    }

    private Optional<Contract> contract(String name, LocalDate day) {
        return contracts
                .computeIfAbsent(
                        name,
                        of -> ContractBook.of(contractFacts.versions(period.known(), List.of(of))))
                .on(name, day);
    }

    /** The facts of one charge, by order line and payee. */
    private void write(List<SaleFact> ofCharge, CsvTable.Rows<SaleRow> rows) throws IOException {
        ofCharge.sort(
                Comparator.comparing((SaleFact fact) -> fact.part().line().line())
                        .thenComparing(fact -> fact.part().payee()));
        for (SaleFact fact : ofCharge) {
            String name = fact.part().payee();
            TaxPayee payee =
                    name.isEmpty() || name.equals(Party.PLATFORM) ? null : payee(name, fact.day());
            returns.sold(fact, payee);
            rows.write(new SaleRow(rows.rows() + 1, fact, payee));
        }
        ofCharge.clear();
    }

    /** What went back, and what the platform kept: for the filer's letter, never deducted. */
    private void worked() {
        try (Stream<Worked> worked = facts.worked()) {
            worked.forEach(
                    each -> {
                        DayRate rate = rate(each.currency(), each.day());
                        if (rate != null) {
                            each.trace().objects("parts").forEach(part -> memo(each, part, rate));
                        }
                    });
        }
    }

    private void memo(Worked worked, Json.Obj part, DayRate rate) {
        Optional<OrderLine> line =
                worked.order().lines().stream()
                        .filter(each -> each.line().equals(part.text("line")))
                        .findFirst();
        if (line.isEmpty()) {
            return;
        }
        long commission = 0;
        for (Json.Obj share :
                part.get("shares") == null ? List.<Json.Obj>of() : part.objects("shares")) {
            if (share.text("party").equals(Party.PLATFORM)) {
                commission = worked.isRefund() ? -step(share, "reversed") : step(share, "share");
            }
        }
        parts(worked, line.get(), commission)
                .forEach(
                        of ->
                                returns.commission(
                                        of.payee(),
                                        rate.convert(Money.of(of.amount(), worked.currency()))));
        if (worked.isRefund()) {
            parts(worked, line.get(), step(part, "net"))
                    .forEach(
                            of ->
                                    returns.refunded(
                                            of.payee(),
                                            rate.convert(
                                                    Money.of(of.amount(), worked.currency()))));
        }
    }

    private List<SaleShare.Part> parts(Worked worked, OrderLine line, long amount) {
        return SaleShare.parties(line, amount, contractsOf(worked.order()).apply(line.contract()))
                .stream()
                .filter(
                        part ->
                                part.incomeType() == IncomeType.SALE
                                        && !part.payee().equals(Party.PLATFORM))
                .toList();
    }

    private static long step(Json.Obj json, String pair) {
        List<String> beforeAndAfter = json.texts(pair);
        return Math.subtractExact(
                Long.parseLong(beforeAndAfter.get(1)), Long.parseLong(beforeAndAfter.get(0)));
    }

    private void payments() throws IOException {
        requireColumns(PaidRow.TABLE, PaidRow.HEADER);
        List<String> creators = facts.creators();
        Map<String, List<AdvancePaid>> advances = new HashMap<>();
        facts.advances()
                .forEach(
                        each ->
                                advances.computeIfAbsent(each.payee(), name -> new ArrayList<>())
                                        .add(each));
        AccountingDay day = AccountingDay.of(period.known(), period.zone());
        try (CsvTable.Rows<PaidRow> rows =
                PaidRow.TABLE.writeTo(folder.resolve(PaidRow.TABLE.file()))) {
            for (int from = 0; from < creators.size(); from += AT_ONCE) {
                List<String> some =
                        creators.subList(from, Math.min(creators.size(), from + AT_ONCE));
                Map<CreatorAccounts.Of, List<PaymentFact>> paid = new TreeMap<>();
                for (Map.Entry<CreatorAccounts.Of, OpenItems> each :
                        accounts.items(day, year, some).entrySet()) {
                    paid.put(each.getKey(), new ArrayList<>(each.getValue().facts()));
                }
                for (String name : some) {
                    for (AdvancePaid advance : advances.getOrDefault(name, List.of())) {
                        paid.computeIfAbsent(
                                        new CreatorAccounts.Of(name, advance.currency()),
                                        of -> new ArrayList<>())
                                .add(fact(advance));
                    }
                }
                write(paid, rows);
            }
            add(PaidRow.TABLE, rows.rows(), PaidRow.HEADER, PaidRow.KEY);
        }
    }

    private PaymentFact fact(AdvancePaid advance) {
        String type =
                contract(advance.contract(), advance.paidOn())
                        .map(Contract::incomeType)
                        .orElse(null);
        return new PaymentFact(
                advance.paidBy(),
                advance.paidOn(),
                new PaymentFact.Place(advance.bookedOn(), advance.entry(), advance.line(), 0),
                new Earning(
                        advance.contract(), type == null ? null : IncomeType.of(type), null, null),
                Money.of(advance.amount(), advance.currency()),
                advance.paidBy().equals(advance.entry()) ? null : advance.entry());
    }

    private void write(Map<CreatorAccounts.Of, List<PaymentFact>> paid, CsvTable.Rows<PaidRow> rows)
            throws IOException {
        Set<EntryId> entries = new HashSet<>();
        paid.values().forEach(each -> each.forEach(fact -> entries.add(moved(fact))));
        paid.values().forEach(each -> each.forEach(fact -> entries.add(fact.payment())));
        Map<EntryId, Map<Currency, Kept>> kept = facts.kept(entries);
        for (Map.Entry<CreatorAccounts.Of, List<PaymentFact>> each : paid.entrySet()) {
            Map<EntryId, List<PaymentFact>> byEntry = new LinkedHashMap<>();
            each.getValue()
                    .forEach(
                            fact ->
                                    byEntry.computeIfAbsent(moved(fact), id -> new ArrayList<>())
                                            .add(fact));
            for (List<PaymentFact> together : byEntry.values()) {
                write(each.getKey(), together, kept, rows);
            }
        }
    }

    /** The entry that moved the money of a fact: the payment, or what took it back. */
    private static EntryId moved(PaymentFact fact) {
        EntryId returned = fact.returnedBy();
        return returned == null ? fact.payment() : returned;
    }

    /** The facts of one payment, or of one return, of one creator in one currency. */
    private void write(
            CreatorAccounts.Of of,
            List<PaymentFact> together,
            Map<EntryId, Map<Currency, Kept>> kept,
            CsvTable.Rows<PaidRow> rows)
            throws IOException {
        PaymentFact first = together.getFirst();
        TaxPayee payee = payee(of.payee(), first.paidOn());
        Kept payment = require(kept, first.payment(), of.currency());
        Kept moved = require(kept, moved(first), of.currency());
        WithheldTax tax = tax(payee, together, payment, moved);
        List<Long> parts =
                tax == null ? together.stream().map(fact -> 0L).toList() : tax.over(together);
        String payout = payoutId(payment.source());
        DayRate rate = rate(of.currency(), first.paidOn());
        for (int i = 0; i < together.size(); i++) {
            PaidFact fact = new PaidFact(payee, payout, together.get(i), tax, parts.get(i), rate);
            returns.paid(fact);
            rows.write(new PaidRow(rows.rows() + 1, fact));
        }
        if (tax != null) {
            withheld.add(
                    new WithholdingRow(
                            first.paidOn(),
                            of.payee(),
                            tax,
                            reason(payee, tax),
                            of.currency(),
                            payout,
                            moved(first),
                            null,
                            null));
        }
    }

    private static Kept require(
            Map<EntryId, Map<Currency, Kept>> kept, EntryId entry, Currency currency) {
        Kept found = kept.getOrDefault(entry, Map.of()).get(currency);
        if (found == null) {
            throw new IllegalStateException(
                    "entry %s paid in %s and has no line in it".formatted(entry, currency));
        }
        return found;
    }

    /**
     * The tax of a payment as it was worked out, of a return its part; of an entry by hand as the
     * payee's status says.
     */
    private static @Nullable WithheldTax tax(
            TaxPayee payee, List<PaymentFact> facts, Kept payment, Kept moved) {
        WithheldTax told = payment.told();
        boolean isReturn = facts.getFirst().returnedBy() != null;
        if (told != null && !isReturn) {
            return told;
        }
        if (told != null) {
            long base =
                    payment.withheld() == 0
                            ? Math.negateExact(told.base())
                            : Fraction.of(moved.withheld(), payment.withheld())
                                    .times(told.base())
                                    .roundHalfUp();
            return new WithheldTax(told.regime(), told.rate(), base, moved.withheld());
        }
        if (moved.withheld() == 0) {
            return null;
        }
        Regime regime = payee.payee().isUsPerson() ? Regime.BACKUP : Regime.NRA;
        long base =
                facts.stream().mapToLong(fact -> fact.gross().minor()).reduce(0, Math::addExact);
        String rate = base == 0 ? "1" : Fraction.of(moved.withheld(), base).toString();
        return new WithheldTax(regime, rate, base, moved.withheld());
    }

    private static String reason(TaxPayee payee, WithheldTax tax) {
        TaxStatus status = payee.payee().tax();
        if (tax.regime() == Regime.BACKUP) {
            return status.backupWithholding() ? "NOTICE" : "TIN_MISSING";
        }
        return tax.rate().equals(status.treatyRate()) ? "TREATY" : "STATUTORY";
    }

    private static String payoutId(String source) {
        return source.startsWith("payout:") ? source.substring("payout:".length()) : source;
    }

    /** Says of each tax when it was paid to the authority: first in, first out, by currency. */
    private void deposits() {
        Map<EntryId, Long> keptUpTo = new HashMap<>();
        Map<Currency, Long> kept = new HashMap<>();
        Map<Currency, Long> deposited = new HashMap<>();
        Map<Currency, TreeMap<Long, TaxMoved>> deposits = new HashMap<>();
        Set<EntryId> asked = new HashSet<>();
        withheld.forEach(row -> asked.add(row.entry()));
        try (Stream<TaxMoved> moved = facts.taxMoved()) {
            moved.forEach(
                    each -> {
                        if (each.payment()) {
                            long sum = kept.merge(each.currency(), each.amount(), Math::addExact);
                            if (asked.contains(each.entry())) {
                                keptUpTo.put(each.entry(), sum);
                            }
                        } else {
                            long sum =
                                    deposited.merge(
                                            each.currency(),
                                            Math.negateExact(each.amount()),
                                            Math::addExact);
                            deposits.computeIfAbsent(each.currency(), at -> new TreeMap<>())
                                    .putIfAbsent(sum, each);
                        }
                    });
        }
        withheld.replaceAll(
                row -> {
                    Long sum = keptUpTo.get(row.entry());
                    TreeMap<Long, TaxMoved> paid = deposits.get(row.currency());
                    Map.Entry<Long, TaxMoved> reached =
                            sum == null || paid == null || row.tax().withheld() <= 0
                                    ? null
                                    : paid.ceilingEntry(sum);
                    return reached == null
                            ? row
                            : row.deposited(
                                    reached.getValue().effectiveOn(), reached.getValue().journal());
                });
    }

    /** The version of a payee that counts on a day; one nobody told us of has no country. */
    private TaxPayee payee(String name, LocalDate day) {
        List<TaxPayee> versions =
                payees.computeIfAbsent(
                        name, of -> facts.payees(List.of(of)).getOrDefault(of, List.of()));
        return versions.stream()
                .filter(version -> !version.payee().validFrom().isAfter(day))
                .reduce((one, other) -> other)
                .orElseGet(
                        () ->
                                new TaxPayee(
                                        new Payee(
                                                name,
                                                1,
                                                period.firstDay(),
                                                null,
                                                null,
                                                USD,
                                                0,
                                                Payee.STRIPE_RAIL,
                                                null,
                                                null,
                                                TaxStatus.NONE,
                                                null),
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null));
    }

    private @Nullable DayRate rate(Currency currency, LocalDate day) {
        DayRate rate = rates.of(currency, USD, day).orElse(null);
        if (rate != null) {
            used.addAll(rate.used());
        }
        return rate;
    }

    private List<ReferenceRate> used() {
        return used.stream()
                .sorted(
                        Comparator.comparing(ReferenceRate::date)
                                .thenComparing(ReferenceRate::base)
                                .thenComparing(ReferenceRate::quote)
                                .thenComparing(ReferenceRate::source))
                .toList();
    }

    private List<ReportIssue> issues(Forms forms) {
        List<ReportIssue> issues = new ArrayList<>();
        for (Question question : forms.questions()) {
            boolean blocking = question.weight() == Question.Weight.BLOCKING;
            issues.add(
                    new ReportIssue(
                            ReportKind.US_INFORMATION_RETURNS.word(),
                            question.payee(),
                            question.rule(),
                            switch (question.weight()) {
                                case BLOCKING -> ReportIssue.Severity.HIGH;
                                case MEDIUM -> ReportIssue.Severity.MEDIUM;
                                case INFO -> ReportIssue.Severity.INFO;
                            },
                            question.message(),
                            blocking,
                            period.lastSealed(),
                            question.evidence()));
        }
        return issues;
    }

    private List<TieOut> ties(Forms forms) {
        List<TieOut> ties = new ArrayList<>();
        Map<String, Map<Currency, Tie>> told =
                Map.of(
                        "sale_gross", new TreeMap<>(forms.sold()),
                        "payments", new TreeMap<>(forms.paid()),
                        "withholding", new TreeMap<>(forms.withheld()));
        for (InformationReturnFacts.Total total : facts.totals()) {
            Tie tie =
                    Optional.ofNullable(
                                    told.getOrDefault(total.measure(), Map.of())
                                            .remove(total.currency()))
                            .orElse(new Tie(0, 0, 0));
            ties.add(tie(total.measure(), total.currency(), total.amount(), tie, total.entries()));
        }
        told.forEach(
                (measure, left) ->
                        left.forEach(
                                (currency, tie) -> ties.add(tie(measure, currency, 0, tie, 0))));
        return ties;
    }

    private static TieOut tie(
            String measure, Currency currency, long ledger, Tie tie, long entries) {
        return new TieOut(
                measure,
                currency,
                ledger,
                tie.onForms(),
                tie.belowThreshold(),
                tie.excluded(),
                entries);
    }
}
