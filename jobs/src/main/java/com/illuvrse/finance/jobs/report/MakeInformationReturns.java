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
import com.illuvrse.finance.exporters.report.SheetCopy;
import com.illuvrse.finance.exporters.report.TieOut;
import com.illuvrse.finance.informationreturn.Corrections;
import com.illuvrse.finance.informationreturn.FiledForm;
import com.illuvrse.finance.informationreturn.Forms;
import com.illuvrse.finance.informationreturn.InformationReturns;
import com.illuvrse.finance.informationreturn.PaidFact;
import com.illuvrse.finance.informationreturn.Question;
import com.illuvrse.finance.informationreturn.SaleFact;
import com.illuvrse.finance.informationreturn.TaxForm;
import com.illuvrse.finance.informationreturn.TaxPayee;
import com.illuvrse.finance.informationreturn.Tie;
import com.illuvrse.finance.informationreturn.WithheldTax;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Filings;
import com.illuvrse.finance.jobs.postgres.InformationReturnFacts;
import com.illuvrse.finance.jobs.postgres.InformationReturnFacts.Sold;
import com.illuvrse.finance.jobs.postgres.InformationReturnFacts.TaxMoved;
import com.illuvrse.finance.jobs.postgres.InformationReturnFacts.Worked;
import com.illuvrse.finance.jobs.postgres.ReferenceRates;
import com.illuvrse.finance.jobs.report.YearPayments.Payment;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.DayRates;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.money.ReferenceRate;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.order.OrderPlaced;
import com.illuvrse.finance.payout.IncomeType;
import com.illuvrse.finance.payout.SaleShare;
import com.illuvrse.finance.payout.TaxStatus;
import com.illuvrse.finance.payout.Withholding.Regime;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.Party;
import com.illuvrse.finance.tax.TaxRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
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

    private final Database database;
    private final ReportSettings.Us settings;
    private final TaxRules rules;
    private final InformationReturnFacts facts;
    private final ReportPeriod period;
    private final int year;
    private final ZoneId zone;
    private final Filer filer;
    private final Path folder;
    private final DayRates rates;
    private final InformationReturns returns;
    private final TaxPayees payees;
    private final ToldContracts contracts;
    private final YearPayments payments;
    private final Set<ReferenceRate> used = new HashSet<>();
    private final List<SetFile> files = new ArrayList<>();
    private final List<WithholdingRow> withheld = new ArrayList<>();

    MakeInformationReturns(
            Database database,
            ReportPeriod period,
            ReportSettings.Us settings,
            TaxRules rules,
            Path folder) {
        this.database = database;
        this.settings = settings;
        this.rules = rules;
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
        this.payees = new TaxPayees(facts);
        this.contracts = new ToldContracts(ContractFacts.told(database), period.known());
        this.payments = new YearPayments(database, facts, payees, contracts, period);
        int age = rules.on(MAX_AGE, period.lastSealed()).number();
        this.rates =
                new DayRates(
                        new ReferenceRates(database)
                                .between(period.firstDay().minusDays(age), period.known()),
                        age);
        this.returns =
                new InformationReturns(
                        year, rules, payee -> payees.on(payee, LocalDate.of(year, 12, 31)));
    }

    @Override
    public MadeSet make() throws IOException {
        Forms forms = forms();
        deposits();
        withheld.sort(WithholdingRow.ORDER);
        FormTables tables = new FormTables(filer, corrections());
        write(tables.sales(), forms.sales(), FormTables.SALES, FormTables.KEY);
        write(tables.royalties(), forms.royalties(), FormTables.ROYALTIES, FormTables.KEY);
        write(tables.services(), forms.services(), FormTables.SERVICES, FormTables.KEY);
        write(tables.foreign(), forms.foreign(), FormTables.FOREIGN, FormTables.FOREIGN_KEY);
        write(WithholdingRow.TABLE, withheld, WithholdingRow.HEADER, WithholdingRow.KEY);
        return new MadeSet(files, issues(forms), ties(forms), List.of(), used());
    }

    /** Streams all facts of the year into their worksheets. */
    private Forms forms() throws IOException {
        sales();
        worked(
                (payee, worked, refunds, fees) -> {
                    returns.refunded(payee, refunds);
                    returns.commission(payee, fees);
                });
        payments();
        return returns.forms();
    }

    /**
     * What was accepted, each beside the forms of the year as known the day before it was filed.
     */
    private Corrections corrections() throws IOException {
        List<FiledForm> filed = new ArrayList<>();
        Map<LocalDate, Forms> asKnown = new HashMap<>();
        for (Filings.Accepted each :
                new Filings(database)
                        .accepted(
                                ReportKind.US_INFORMATION_RETURNS.word(),
                                period.period(),
                                period.known())) {
            LocalDate known = each.filedOn().minusDays(1);
            Forms then = asKnown.get(known);
            if (then == null) {
                then = formsAsKnown(known);
                asKnown.put(known, then);
            }
            filed.add(new FiledForm(TaxForm.of(each.form()), each.payee(), each.record(), then));
        }
        return new Corrections(filed);
    }

    private Forms formsAsKnown(LocalDate day) throws IOException {
        Path aside = Files.createDirectories(folder.resolve("as-filed"));
        MakeInformationReturns then =
                new MakeInformationReturns(database, period.asKnown(day), settings, rules, aside);
        Forms forms = then.forms();
        try (Stream<Path> files = Files.list(aside)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(aside);
        return forms;
    }

    private <R> void write(CsvTable<R> table, List<R> rows, String header, List<String> key)
            throws IOException {
        requireColumns(table, header);
        table.write(folder.resolve(table.file()), rows);
        add(table, rows.size(), header, key);
        SheetCopy.beside(folder.resolve(table.file()), table);
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
        return name -> contracts.on(name, day);
    }

    /** The facts of one charge, by order line and payee. */
    private void write(List<SaleFact> ofCharge, CsvTable.Rows<SaleRow> rows) throws IOException {
        ofCharge.sort(
                Comparator.comparing((SaleFact fact) -> fact.part().line().line())
                        .thenComparing(fact -> fact.part().payee()));
        for (SaleFact fact : ofCharge) {
            String name = fact.part().payee();
            TaxPayee payee =
                    name.isEmpty() || name.equals(Party.PLATFORM)
                            ? null
                            : payees.on(name, fact.day());
            returns.sold(fact, payee);
            rows.write(new SaleRow(rows.rows() + 1, fact, payee));
        }
        ofCharge.clear();
    }

    @Override
    public void tell(ToldFacts told) {
        worked(
                (payee, worked, refunds, fees) ->
                        told.tell(
                                FormTables.MEMO,
                                new TreeMap<>(
                                        Map.of(
                                                "payee_ref",
                                                payee,
                                                "entry_id",
                                                worked.entry().toString(),
                                                "order_id",
                                                worked.order().order(),
                                                "refunds_usd",
                                                refunds.toMajor(),
                                                "fees_usd",
                                                fees.toMajor()))));
    }

    /** Who is told what went back of a payee's sales, or what the platform kept of them. */
    private interface MemoReader {
        void read(String payee, Worked worked, Money refunds, Money fees);
    }

    /** What went back, and what the platform kept: for the filer's letter, never deducted. */
    private void worked(MemoReader reader) {
        try (Stream<Worked> worked = facts.worked()) {
            worked.forEach(
                    each -> {
                        DayRate rate = rate(each.currency(), each.day());
                        if (rate != null) {
                            each.trace()
                                    .objects("parts")
                                    .forEach(part -> memo(each, part, rate, reader));
                        }
                    });
        }
    }

    private void memo(Worked worked, Json.Obj part, DayRate rate, MemoReader reader) {
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
                                reader.read(
                                        of.payee(),
                                        worked,
                                        Money.zero(USD),
                                        rate.convert(Money.of(of.amount(), worked.currency()))));
        if (worked.isRefund()) {
            parts(worked, line.get(), step(part, "net"))
                    .forEach(
                            of ->
                                    reader.read(
                                            of.payee(),
                                            worked,
                                            rate.convert(Money.of(of.amount(), worked.currency())),
                                            Money.zero(USD)));
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
        try (CsvTable.Rows<PaidRow> rows =
                PaidRow.TABLE.writeTo(folder.resolve(PaidRow.TABLE.file()))) {
            payments.forEach(
                    account -> {
                        for (Payment payment : account.payments()) {
                            write(account.payee(), account.currency(), payment, rows);
                        }
                    });
            add(PaidRow.TABLE, rows.rows(), PaidRow.HEADER, PaidRow.KEY);
        }
    }

    private void write(
            String payee, Currency currency, Payment payment, CsvTable.Rows<PaidRow> rows)
            throws IOException {
        LocalDate day = payment.facts().getFirst().paidOn();
        DayRate rate = rate(currency, day);
        for (int i = 0; i < payment.facts().size(); i++) {
            PaidFact fact =
                    new PaidFact(
                            payment.payee(),
                            payment.payout(),
                            payment.facts().get(i),
                            payment.tax(),
                            payment.withheld().get(i),
                            rate);
            returns.paid(fact);
            rows.write(new PaidRow(rows.rows() + 1, fact));
        }
        WithheldTax tax = payment.tax();
        if (tax != null) {
            withheld.add(
                    new WithholdingRow(
                            day,
                            payee,
                            tax,
                            reason(payment.payee(), tax),
                            currency,
                            payment.payout(),
                            payment.moved(),
                            null,
                            null));
        }
    }

    private static String reason(TaxPayee payee, WithheldTax tax) {
        TaxStatus status = payee.payee().tax();
        if (tax.regime() == Regime.BACKUP) {
            return status.backupWithholding() ? "NOTICE" : "TIN_MISSING";
        }
        return tax.rate().equals(status.treatyRate()) ? "TREATY" : "STATUTORY";
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
        return forms.questions().stream()
                .map(
                        question ->
                                issue(
                                        ReportKind.US_INFORMATION_RETURNS,
                                        question,
                                        period.lastSealed()))
                .toList();
    }

    /** A question as a row of the exceptions. */
    static ReportIssue issue(ReportKind kind, Question question, LocalDate firstSeen) {
        return new ReportIssue(
                kind.word(),
                question.payee(),
                question.rule(),
                switch (question.weight()) {
                    case BLOCKING -> ReportIssue.Severity.HIGH;
                    case MEDIUM -> ReportIssue.Severity.MEDIUM;
                    case INFO -> ReportIssue.Severity.INFO;
                },
                question.message(),
                question.weight() == Question.Weight.BLOCKING,
                firstSeen,
                question.evidence());
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
