import { Controller, Get, type INestApplication, Injectable } from '@nestjs/common';
import { ApiExcludeController, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** Made once at start. The ready-made Swagger routes go round global guards, so the document is served by a controller of ours. */
@Injectable()
export class OpenApi {
  private document: OpenAPIObject | undefined;

  describe(app: INestApplication): void {
    const about = new DocumentBuilder().setTitle('Guardian').setVersion('1').addCookieAuth('guardian').build();
    const document = SwaggerModule.createDocument(app, about);
    const paths = Object.entries(document.paths).filter(([path]) => path.startsWith('/api/'));
    this.document = { ...document, paths: Object.fromEntries(paths) };
  }

  get(): OpenAPIObject | undefined {
    return this.document;
  }
}

@Controller('api/v1')
@ApiExcludeController()
export class OpenApiController {
  constructor(private readonly openApi: OpenApi) {}

  @Get('openapi.json')
  document(): OpenAPIObject | undefined {
    return this.openApi.get();
  }
}
