// A fuzz target without libFuzzer, for any compiler: all of its corpus, then seeded changes of that, so many that
// it takes a second or two. An input that traps is printed as hexadecimal digits.
//
// replay_NAME CORPUS [CHANGES [SEED]]

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include <unistd.h>

#include "base/random.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t kLongest = 65'536;
constexpr std::uint64_t kChanges = 10'000;
constexpr std::uint64_t kSeed = 20261125;

std::string current; ///< read by the signal handler

extern "C" void print_and_die(int signal) {
    constexpr char kDigits[] = "0123456789abcdef"; // NOLINT(modernize-avoid-c-arrays): must not allocate
    for (const char byte : current) {
        const auto value = static_cast<unsigned char>(byte);
        const char digits[2] = {kDigits[value >> 4U], kDigits[value & 15U]}; // NOLINT(modernize-avoid-c-arrays)
        static_cast<void>(!::write(STDERR_FILENO, digits, sizeof digits));
    }
    static_cast<void>(!::write(STDERR_FILENO, "\n", 1));
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void run(std::string input) {
    current = std::move(input);
    // A copy of its own, so that an address sanitizer sees what is read behind it.
    const std::vector<std::uint8_t> bytes(current.begin(), current.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

std::vector<std::string> read_corpus(const char* folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<std::string> inputs;
    for (const auto& path : files) {
        std::ifstream file(path, std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return inputs;
}

/// One change as strangers and broken lines make them.
void change(std::string& input, const std::vector<std::string>& corpus, muster::Random& random) {
    static const std::vector<std::string> kWords{"",
                                                 "\"",
                                                 "\\",
                                                 "{",
                                                 "}",
                                                 "[",
                                                 "]",
                                                 ",",
                                                 ":",
                                                 ";",
                                                 "=",
                                                 "@",
                                                 "\n",
                                                 "\r\n",
                                                 "\t",
                                                 "null",
                                                 "true",
                                                 "-1",
                                                 "1e999",
                                                 "99999999999999999999",
                                                 "\xEF\xBB\xBF",
                                                 "\xC3\xA5",
                                                 "\xF0\x9F\x8C\xB2",
                                                 "\xFF",
                                                 "\\ud800",
                                                 "%",
                                                 "%00",
                                                 "..",
                                                 "//",
                                                 "2026-02-30",
                                                 "https://"};
    const std::size_t at = random.below(input.size() + 1);
    const std::size_t length = random.below(random.below(16) + 1);
    switch (random.below(5)) {
    case 0:
        input.erase(at, length);
        break;
    case 1:
        input.insert(at, kWords[random.below(kWords.size())]);
        break;
    case 2:
        if (at < input.size()) {
            input[at] = static_cast<char>(random.below(256));
        }
        break;
    case 3: // a piece of it again
        input.insert(at, input.substr(random.below(input.size() + 1), length));
        break;
    default: // the end of another
        const std::string& other = corpus[random.below(corpus.size())];
        input.replace(at, std::string::npos, other.substr(random.below(other.size() + 1)));
    }
}

} // namespace

int main(int count, char** arguments) {
    if (count < 2) {
        std::cerr << "replay CORPUS [CHANGES [SEED]]\n";
        return EXIT_FAILURE;
    }
    for (const int signal : {SIGILL, SIGTRAP, SIGABRT, SIGSEGV}) {
        std::signal(signal, print_and_die);
    }
    const std::vector<std::string> corpus = read_corpus(arguments[1]);
    if (corpus.empty()) {
        std::cerr << "There is nothing in " << arguments[1] << ".\n";
        return EXIT_FAILURE;
    }
    const std::uint64_t changes = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : kChanges;
    muster::SeededRandom random(count > 3 ? std::strtoull(arguments[3], nullptr, 10) : kSeed);
    run("");
    for (const std::string& input : corpus) {
        run(input);
    }
    for (std::uint64_t i = 0; i < changes; ++i) {
        std::string input = corpus[random.below(corpus.size())];
        for (std::uint64_t n = random.below(6) + 1; n > 0; --n) {
            change(input, corpus, random);
        }
        input.resize(std::min(input.size(), kLongest));
        run(std::move(input));
    }
    std::cout << corpus.size() << " of the corpus, " << changes << " changed\n";
    return EXIT_SUCCESS;
}
