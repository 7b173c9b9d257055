/** Names that programs read automatically, separated by spaces, grouped by their best-known reader. */
const GROUPS: Readonly<Record<string, string>> = {
  javascript: `node_modules/left-pad/index.js packages/a/node_modules/.bin/tsc eslint.config.js eslint.config.mjs .eslintrc
    .eslintrc.cjs prettier.config.js .prettierrc .prettierrc.js stylelint.config.mjs .stylelintrc babel.config.js .babelrc
    vite.config.ts vitest.config.ts vitest.workspace.ts webpack.config.js rollup.config.js next.config.mjs nuxt.config.ts
    tailwind.config.js postcss.config.cjs jest.config.ts jest.setup.ts karma.conf.js playwright.config.ts cypress.config.ts
    .mocharc.cjs gulpfile.js gulpfile.babel.ts Gruntfile.js Jakefile.js .pnp.cjs .pnp.loader.mjs .yarn/releases/yarn-4.cjs
    .yarn/plugins/x.cjs .yarnrc.yml pnpm-workspace.yaml .pnpmfile.cjs bunfig.toml bun.lockb deno.json deno.jsonc lerna.json
    nx.json turbo.json rush.json .swcrc angular.json .graphqlrc.yml codegen.ts .storybook/main.ts patches/left-pad+1.0.0.patch
    biome.json svelte.config.js astro.config.mjs metro.config.js binding.gyp`,
  python: `setup.py setup.cfg pyproject.toml tox.ini noxfile.py conftest.py tests/conftest.py sitecustomize.py
    usercustomize.py evil.pth .venv/bin/python venv/bin/activate .venv/lib/site-packages/x.py .pylintrc pylintrc mypy.ini
    .flake8 pytest.ini pyrightconfig.json requirements.txt requirements-dev.txt Pipfile Pipfile.lock dodo.py fabfile.py
    tasks.py wscript SConstruct __pycache__/a.cpython-312.pyc environment.yml pixi.toml manage.py conf.py`,
  native: `CMakeLists.txt CMakePresets.json CMakeUserPresets.json cmake/x.cmake toolchain.cmake compile_commands.json
    compile_flags.txt .clangd .clang-tidy meson.build configure autogen.sh GNUmakefile Makefile rules.mk BUILD.bazel
    WORKSPACE MODULE.bazel .bazelrc defs.bzl BUCK .buckconfig conanfile.py vcpkg.json premake5.lua xmake.lua build.zig
    platformio.ini .gdbinit .lldbinit build.ninja lib/evil.so tools/x.exe`,
  rust_and_go: `.cargo/config.toml .cargo/config Cargo.toml Cargo.lock build.rs rust-toolchain.toml rust-project.json
    target/debug/build/x go.mod go.sum go.work .golangci.yml magefile.go vendor/x/y.go`,
  jvm: `build.gradle build.gradle.kts settings.gradle settings.gradle.kts gradlew gradlew.bat gradle.properties
    gradle/wrapper/gradle-wrapper.jar gradle/wrapper/gradle-wrapper.properties buildSrc/src/main/kotlin/x.kt pom.xml mvnw
    mvnw.cmd .mvn/extensions.xml .mvn/jvm.config build.xml build.sbt project/plugins.sbt project/build.properties
    .bsp/sbt.json deps.edn project.clj .classpath .factorypath lombok.config`,
  dotnet: `app.csproj lib.fsproj x.vcxproj all.sln all.slnx Directory.Build.props Directory.Build.targets
    Directory.Packages.props Directory.Build.rsp nuget.config global.json .config/dotnet-tools.json omnisharp.json x.targets
    packages.config build.cake`,
  other_languages: `Gemfile Gemfile.lock Rakefile lib/tasks/x.rake x.gemspec .rubocop.yml .irbrc .rspec Guardfile Podfile
    composer.json phpstan.neon .php-cs-fixer.php phpunit.xml vendor/autoload.php Package.swift App.xcodeproj/project.pbxproj
    pubspec.yaml analysis_options.yaml .dart_tool/package_config.json mix.exs config/config.exs .formatter.exs .iex.exs
    rebar.config stack.yaml x.cabal hie.yaml .ghci dune dune-project .ocamlinit .luarc.json .luacheckrc .Rprofile renv.lock
    Project.toml cpanfile Makefile.PL build.sc elm.json shard.yml x.nimble nim.cfg`,
  editors: `.vscode/settings.json .vscode/tasks.json .vscode/launch.json .vscode/extensions.json .VSCODE/Settings.JSON
    evil.code-workspace .vscode-test.mjs .idea/workspace.xml .fleet/run.json .zed/tasks.json .vs/tasks.vs.json .nvim.lua
    .nvimrc .exrc .vimrc .dir-locals.el x.sublime-project .helix/languages.toml .settings/org.eclipse.jdt.core.prefs
    sub/.v\u200bscode/tasks.json`,
  agents: `AGENTS.md agents.md AGENTS.override.md CLAUDE.md CLAUDE.local.md GEMINI.md QWEN.md WARP.md .cursorrules
    .cursor/rules/a.mdc .cursor/mcp.json .claude/settings.json .claude/commands/x.md .opencode/plugin/x.ts opencode.json
    opencode.jsonc .codex/config.toml .gemini/settings.json .windsurfrules .windsurf/rules/a.md .clinerules
    .clinerules/a.md .roo/rules/a.md .roomodes .kilocode/rules/a.md .continue/config.yaml .continuerules .aider.conf.yml
    .amazonq/rules/a.md .kiro/steering/a.md .junie/guidelines.md .trae/rules/a.md .augment-guidelines .goosehints .rules
    .github/copilot-instructions.md .github/instructions/a.instructions.md .github/prompts/a.prompt.md
    .github/chatmodes/a.chatmode.md .github/agents/a.agent.md .mcp.json mcp.json skills/x/SKILL.md .agents/skills/x.md
    .crush.json .openhands/microagents/repo.md`,
  git_and_hooks: `.gitattributes .gitmodules .gitconfig .lfsconfig .husky/pre-commit .githooks/pre-push
    .pre-commit-config.yaml lefthook.yml lefthook.toml .lefthook.json lefthook-local.yml .lintstagedrc
    lint-staged.config.js commitlint.config.js .overcommit.yml captainhook.json bare/HEAD bare/config
    bare/hooks/post-checkout bare/objects/info/alternates bare/refs/heads/main bare/packed-refs x.git/description`,
  environments: `.env .env.local .env.production packages/a/.env .envrc .flaskenv .dev.vars prod.env .direnv/bin/x mise.toml
    .mise.toml mise.local.toml .tool-versions .config/mise/config.toml .nvmrc .python-version .sdkmanrc flake.nix shell.nix
    devenv.nix devbox.json default.nix .prototools`,
  containers: `Dockerfile Dockerfile.dev api.dockerfile Containerfile docker-compose.yml docker-compose.override.yaml
    compose.yaml compose.dev.yml docker-bake.hcl Vagrantfile .devcontainer/devcontainer.json .devcontainer.json .gitpod.yml
    devfile.yaml .replit .idx/dev.nix skaffold.yaml Tiltfile`,
  build_servers: `.github/workflows/ci.yml .github/actions/x/action.yml .gitlab-ci.yml .gitlab/ci/x.yml .circleci/config.yml
    .buildkite/pipeline.yml .travis.yml azure-pipelines.yml bitbucket-pipelines.yml Jenkinsfile .drone.yml .woodpecker.yml
    appveyor.yml .cirrus.yml cloudbuild.yaml buildspec.yml netlify.toml vercel.json fly.toml Procfile renovate.json main.tf
    .readthedocs.yaml Earthfile`,
  tasks_and_shells: `justfile Justfile .justfile Taskfile.yml Taskfile.dist.yml Makefile.toml mkdocs.yml book.toml .bashrc
    .bash_profile .profile .zshrc .zshenv .zprofile .inputrc config.fish .tmux.conf profile.ps1 autorun.inf desktop.ini
    x.desktop .ssh/config .ssh/authorized_keys .config/fish/config.fish bin/activate .npmrc .pypirc .curlrc package.json
    package-lock.json yarn.lock pnpm-lock.yaml packages/x/package.json`,
};

const words = (list: string): readonly string[] => list.split(/\s+/).filter((word) => word !== '');

/** Files that programs read or run automatically. */
export const readNames: readonly string[] = [...new Set(Object.values(GROUPS).flatMap(words))];

/** Files that nothing runs automatically: they stay selected. */
export const ordinaryNames: readonly string[] =
  words(`src/app.ts src/index.tsx src/app/app.config.ts src/app/app.component.ts
  src/config/routes.ts src/hooks/useFetch.ts src/hooks/use-config.ts hooks/useThing.tsx lib/util.js lib/main.py tests/test_app.py
  src/app.test.ts src/app.spec.tsx spec/models/user_spec.rb app/models/user.rb app/controllers/home_controller.rb src/lib.rs
  src/main.rs cmd/server/main.go internal/app/app.go src/main/java/a/App.java src/main/resources/application.yml
  src/Program.cs Views/Index.cshtml src/main.c include/app.h src/app.cpp lib/app.ex test/app_test.exs lib/app.dart src/App.vue
  src/App.svelte src/main.zig src/Main.hs public/index.html styles/main.css styles/app.scss assets/logo.svg assets/logo.png
  data/cities.csv data/users.json fixtures/answer.json docs/guide.md docs/package.json.md docs/makefile-notes.txt README.md
  CHANGELOG.md CONTRIBUTING.md LICENSE LICENSE.txt NOTICE .gitignore .gitkeep .editorconfig .prettierignore .eslintignore
  .dockerignore .mailmap .env.example .env.sample tsconfig.json tsconfig.build.json jsconfig.json vscode/settings.json
  github/workflows/x.yml .github/ISSUE_TEMPLATE/bug.md .github/PULL_REQUEST_TEMPLATE.md .github/CODEOWNERS run.sh
  scripts/release.sh scripts/build.mjs tools/gen.py migrations/0001_init.sql schema.graphql api/openapi.yaml proto/app.proto
  notebooks/a.ipynb i18n/de.json locales/en.yml src/environment.ts src/environments/environment.prod.ts src/Header.tsx
  src/headers.ts src/build/index.ts src/objects/list.ts src/refs.ts src/container/Box.tsx src/agents/planner.ts
  docs/agents/overview.md src/shell/prompt.ts package.json.bak.txt settings.json config.json app/config.py config/app.rb
  nginx.conf.txt k8s/deployment.yaml charts/app/values.yaml a.patch.md test/fixtures/input.txt`);
